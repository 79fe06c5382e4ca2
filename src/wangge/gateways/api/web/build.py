"""The API put together: routes, refusals, and the description that programs read."""

from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.errors import ValidationError as NotAsDescribed
from ninja.operation import Operation

from wangge.gateways.api.web.door import Door
from wangge.gateways.api.web.problems import (
    by_http,
    fault,
    mendable,
    not_as_described,
    nothing_here,
)
from wangge.gateways.api.web.routes import (
    around,
    case_acts,
    case_care,
    cases,
    catalogue,
    duties,
    evaluation,
    evidence,
    figures,
    me,
    places,
    tasks,
    work,
)
from wangge.gateways.api.web.types import Problem
from wangge.gateways.api.web.writing import Parser, Renderer, written
from wangge.kernel.errors import Mendable

ROOT = "/api/v1/"
ABOUT = """\
Everything the pages do, through the same actions and under the same rights.

**Token.** Make one on the page “My account”; it acts as one of your posts until it expires. Send
it as `Authorization: Bearer wg_…`.

**Changes** take an `id` of your own making in the body, or in the header `Idempotency-Key`: sent
again with the same id, nothing is done twice and the first answer comes back.

**Refusals** are `{"error", "reason", "field"}`: `error` for programs, `reason` for people in the
language of `Accept-Language` (`zh-hans` or `en`). What lies outside your area looks as if it
weren't there.

**Lists** come in pages: ask again with `after` set to `following` until that is empty.

**Instants** are UTC, days those of the office (China Standard Time), positions WGS-84 unless `crs`
says otherwise, amounts text so that no decimal is lost.
"""


class Api(NinjaAPI):
    """Adds what holds for every route to the description, in one place."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Part of the house and what is done: ``tasks_check``."""
        view = operation.view_func
        return f"{view.__module__.rpartition('.')[2]}_{view.__name__.rstrip('_')}"

    def get_openapi_schema(self, **options: Any) -> Any:
        """The description in OpenAPI 3.1."""
        found = super().get_openapi_schema(**options)
        for methods in found["paths"].values():
            for method, operation in methods.items():
                _complete(method, operation)
        shared = found["components"]
        shared["schemas"]["Problem"] = Problem.model_json_schema()
        shared["parameters"] = PARAMETERS
        shared["responses"] = {name: _refusal(text) for name, text in REFUSALS.items()}
        return found


PARAMETERS = {
    "Language": {
        "name": "Accept-Language",
        "in": "header",
        "required": False,
        "description": "Language of sentences: zh-hans or en.",
        "schema": {"type": "string", "enum": ["zh-hans", "en"]},
    },
    "Key": {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "description": "Id of the change, where the body has none.",
        "schema": {"type": "string", "format": "uuid"},
    },
}
REFUSALS = {
    "400": "The request can't be read.",
    "401": "No token, or one that opens nothing.",
    "403": "A right or a rule stands against it.",
    "404": "There is no such thing, or not in your area.",
    "409": "Somebody else was first; nothing was written.",
    "422": "A value can't be taken.",
    "429": "Too many wrong tokens from this address.",
}


def _refusal(text: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": text, "content": {"application/json": {"schema": schema}}}


def _complete(method: str, operation: dict[str, Any]) -> None:
    names = ["Language", "Key"] if method == "post" else ["Language"]
    operation["parameters"] = [
        *operation.get("parameters", []),
        *({"$ref": f"#/components/parameters/{name}"} for name in names),
    ]
    for one in operation["parameters"]:
        # A schema has a list of examples, a parameter an object of named ones.
        for example in one.pop("examples", [])[:1]:
            one["example"] = example
    for status in REFUSALS:
        if status != "409" or method != "get":
            operation["responses"][int(status)] = {"$ref": f"#/components/responses/{status}"}


REFUSED_BY: dict[type[Exception], Any] = {
    Mendable: mendable,
    NotAsDescribed: not_as_described,
    HttpError: by_http,
    Http404: nothing_here,
    Exception: fault,
}


def build() -> Api:
    """The API with all its routes."""
    api = Api(
        title="Wangge 网格",
        version="1",
        description=ABOUT,
        docs_url=None,
        openapi_url=None,
        urls_namespace="api-v1",
        auth=Door(),
        renderer=Renderer(),
        parser=Parser(),
    )
    for error, handler in REFUSED_BY.items():
        api.add_exception_handler(error, handler)
    # The busiest first: addresses are tried in order.
    api.add_router("", around.router)
    for module in (cases, case_acts, case_care):
        api.add_router("/cases", module.router)
    for prefix, router in (
        ("", catalogue.router),
        ("", duties.router),
        ("", evidence.router),
        ("/evaluation", evaluation.router),
        ("/places", places.router),
        ("/work", work.router),
        ("/tasks", tasks.router),
        ("/figures", figures.router),
        ("/me", me.router),
    ):
        api.add_router(prefix, router)
    return api


API = build()


def open_to_tokens(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """The same addresses without the pages' sign-in: a token is asked for at the door instead."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback.login_required = False  # type: ignore[attr-defined]
    return patterns


@cache
def description() -> bytes:
    """The OpenAPI description as JSON; the same for everybody until the next release."""
    return written(API.get_openapi_schema(path_prefix=ROOT))


def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI description."""
    return HttpResponse(description(), content_type="application/json; charset=utf-8")
