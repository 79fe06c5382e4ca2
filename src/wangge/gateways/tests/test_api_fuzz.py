"""The whole description thrown at the live application: whatever comes in, no fault of ours.

What is tried follows from the description itself and is the same at every run.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
)

from wangge.cases.rules import Stage
from wangge.cases.tests.make import make_case, make_category, make_condition
from wangge.gateways.tests.program import token_for
from wangge.people.tests.cast import Cast

pytestmark = pytest.mark.slow
TRIES = 8
"""Of each operation and mode."""
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]


@pytest.fixture(autouse=True)
def the_tests_own_connection() -> Iterator[None]:
    """A server closes a connection that is amid a transaction; the test's own has to stay."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def things(cast: Cast) -> dict[str, str]:
    """Something of each kind, so that ids in addresses lead somewhere."""
    category = make_category()
    condition = make_condition(category)
    case = make_case(cast, Stage.REPORTED)
    return {
        "case": str(case.pk),
        "category": str(category.pk),
        "condition": str(condition.pk),
        "number": case.number,
        "key": "records_confirmed",
    }


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_nothing_that_is_sent_is_a_fault(cast: Cast, mode: GenerationMode) -> None:
    headers = {"Authorization": f"Bearer {token_for(cast.clerk)}"}
    ground = things(cast)
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    operations = [found.ok() for found in described.get_all_operations()]
    faults = [fault for one in operations if (fault := _fault(one, mode, ground, headers))]
    assert faults == []
    assert len(operations) > 80


def _fault(operation: Any, mode: Any, ground: dict[str, str], headers: dict[str, str]) -> str:
    """What went wrong with an operation; empty where nothing did."""
    try:
        _try(operation, mode, ground, headers)
    except schemathesis.errors.FailureGroup as group:
        return f"{operation.label}: {group.exceptions[0]}"
    return ""


def _try(operation: Any, mode: Any, ground: dict[str, str], headers: dict[str, str]) -> None:
    @settings(
        max_examples=TRIES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def once(case: Any) -> None:
        case.path_parameters |= {
            name: value for name, value in ground.items() if name in case.path_parameters
        }
        answer = case.call(headers=headers)
        case.validate_response(answer, checks=CHECKS)

    once()
