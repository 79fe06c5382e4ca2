"""The catalogue of measures, for somebody. Anyone who may see records may look measures up."""

from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from wangge.kernel.errors import NotFound, refuse
from wangge.kernel.words import say
from wangge.people.rules import Acting
from wangge.trail.rules import SEE
from wangge.worklog.models import Measure, MeasureWording
from wangge.worklog.rules.measures import Lexicon, Wording


def measures(
    *, user: Acting, text: str = "", section: str = "", on: date | None = None
) -> QuerySet[Measure]:
    """The catalogue, grouped by section; ``on`` leaves out what doesn't count that day.

    ``text`` is found in the Chinese name, the pinyin, the unit, the code or a wording.
    """
    refuse(user.why_not(SEE, user.region))
    rows = Measure.objects.prefetch_related(
        Prefetch("wordings", MeasureWording.objects.order_by("learnt", "verb", "object", "unit"))
    ).order_by("section", "code")
    if section:
        rows = rows.filter(section=section)
    if on is not None:
        rows = rows.filter(since__lte=on).filter(Q(until__isnull=True) | Q(until__gte=on))
    for word in text.split():
        rows = rows.filter(_found(word))
    return rows


def _found(word: str) -> Q:
    words = Q(object__contains=word) | Q(verb__contains=word)
    for cut in range(1, len(word)):
        # 清理小广告: the verb and the object typed together
        words |= Q(verb__endswith=word[:cut], object__startswith=word[cut:])
    found = words | Q(unit=word) | Q(pk__in=MeasureWording.objects.filter(words).values("measure"))
    if word.isascii():
        low = word.lower()
        found |= Q(pinyin__contains=low) | Q(code__contains=low) | Q(name_en__icontains=low)
    return found


def measure(code: str, *, user: Acting) -> Measure:
    """One measure with its wordings and the number of its records."""
    found = measures(user=user).filter(pk=code).annotate(number=Count("records")).first()
    if found is None:
        raise NotFound(say("There is no measure “%(code)s”.", code=code))
    return found


def lexicon(on: date) -> Lexicon:
    """Every wording of the measures that count on a day: their own names, taught ones, the rest."""
    count = Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gte=on))
    own = Measure.objects.filter(count).order_by("code")
    named = [Wording(*row) for row in own.values_list("code", "verb", "object", "unit")]
    others = (
        MeasureWording.objects.filter(measure__in=own.order_by().values("pk"))
        .order_by("-learnt", "measure", "id")
        .values_list("measure", "verb", "object", "unit", "factor")
    )
    return Lexicon.of([*named, *(Wording(*row) for row in others)])
