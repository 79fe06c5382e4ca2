"""The clockwork: due jobs run, early ones wait, a failing one harms no other."""

from datetime import UTC, datetime, timedelta

from wangge.site.schedule import Clockwork, Job, jobs

AT = datetime(2020, 8, 31, tzinfo=UTC)


def test_a_job_waits_its_turn() -> None:
    seen: list[datetime] = []
    work = Clockwork([Job("note", lambda at: seen.append(at), timedelta(minutes=5))])
    for minute in (0, 1, 5):
        work.tick(AT + timedelta(minutes=minute))
    assert seen == [AT, AT + timedelta(minutes=5)]


def test_a_failing_job_stops_no_other(db) -> None:
    def fail(at: datetime) -> None:
        raise RuntimeError("a fault on purpose")

    work = Clockwork(
        [Job("fails", fail, timedelta(0)), Job("works", lambda at: None, timedelta(0))]
    )
    assert work.tick(AT) == ["works"]
    assert work.tick(AT) == ["works"]


def test_every_job_runs_on_an_empty_house(db) -> None:
    assert Clockwork(jobs()).tick(AT) == [job.name for job in jobs()]
