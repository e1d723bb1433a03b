"""truth.csv tells the cause of every row; each cause is checked against what the log and the office's lists say."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from qlog.sample import write_sample
from tests.unit.sample_reading import logs_in, read


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("truth")
    write_sample(out, recipients=3_000, months=4, seed=8, offices=10, truth=True)
    return out


@pytest.fixture(scope="module")
def told(folder):
    """Every row of the logs and what is true of it; the keys of the log are Japanese, ``who`` is office and number."""
    truth = read(folder / "reference" / "truth.csv", "ascii")
    rows = [(path.name, line, row) for path in logs_in(folder) for line, row in enumerate(read(path), start=2)]
    assert len(truth) == len(rows)
    for (name, line, row), true in zip(rows, truth, strict=True):
        assert (true["file"], true["line"]) == (name, str(line))
        assert true["payer_number"] == row["公費負担者番号"]
        assert true["recipient_number"] == row["受給者番号"]
        assert true["institution_code"] == row["医療機関等コード"]
        assert true["visit_date"].replace("-", "") == row["資格確認日時"][:8]
        assert true["month"] == true["visit_date"][:7]
    who = [{"who": true["payer_number"] + true["recipient_number"]} for true in truth]
    return [row | true | key for (_, _, row), true, key in zip(rows, truth, who, strict=True)]


@pytest.fixture(scope="module")
def tickets(folder):
    """Spans and day of registration by recipient and institution."""
    found = defaultdict(list)
    for row in read(folder / "reference" / "tickets.csv"):
        key = (row["公費負担者番号"] + row["受給者番号"], row["医療機関等コード"])
        found[key].append((row["有効開始年月日"], row["有効終了年月日"], row["登録年月日"]))
    return found


@pytest.fixture(scope="module")
def other_law(folder):
    """Institutions by recipient; an empty one stands for any."""
    found = defaultdict(set)
    for row in read(folder / "reference" / "other_law.csv"):
        found[row["公費負担者番号"] + row["受給者番号"]].add(row["医療機関等コード"])
    return found


def covering(row, tickets):
    """The day the ticket that covers a row was registered, None without one."""
    day = row["資格確認日時"][:8]
    spans = tickets[row["who"], row["医療機関等コード"]]
    return min((registered for begin, end, registered in spans if begin <= day <= end), default=None)


def present(row):
    return row["check"] not in {"bulk_query", "inpatient", "redelivered"}


def test_every_cause_occurs(told):
    assert {row["ticket"] for row in told} == {
        "regular", "late_registration", "other_law", "new_recipient", "emergency", "astray"
    }  # fmt: skip
    assert {row["check"] for row in told} == {"visit", "retry", "combined", "bulk_query", "inpatient", "redelivered"}
    assert {row["pattern"] for row in told} == {"ordinary", "intensive_treatment", "habit"}


def test_a_row_is_regular_exactly_if_it_carries_a_ticket(told):
    assert all((row["ticket"] == "regular") == (row["資格有効性"] == "1") for row in told)


def test_regular_rows_stand_in_the_list_of_tickets_registered_by_then(told, tickets):
    regular = [row for row in told if row["ticket"] == "regular" and row["資格確認日時"] >= "202607"]
    assert all((covering(row, tickets) or "9") <= row["資格確認日時"][:8] for row in regular)


def test_late_tickets_come_after_the_check(told, tickets):
    late = [row for row in told if row["ticket"] == "late_registration"]
    assert late
    assert all((covering(row, tickets) or "") > row["資格確認日時"][:8] for row in late)


def test_tickets_of_emergencies_follow_within_three_weeks(told, tickets):
    for row in (row for row in told if row["ticket"] == "emergency"):
        registered, day = covering(row, tickets), row["visit_date"]
        if registered is None:  # not known yet on the twentieth
            assert day > "2026-11-02"
            continue
        wait = date.fromisoformat(f"{registered[:4]}-{registered[4:6]}-{registered[6:]}") - date.fromisoformat(day)
        assert 3 <= wait.days <= 18


def test_other_law_rows_have_no_ticket_and_are_on_the_list(told, tickets, other_law):
    for row in (row for row in told if row["ticket"] == "other_law"):
        assert covering(row, tickets) is None
        assert other_law[row["who"]] & {"", row["医療機関等コード"]}


def test_nothing_explains_who_went_astray_and_the_log_knows_them_before(told, tickets, other_law):
    seen_first = {}
    for row in told:
        seen_first.setdefault(row["who"], row["month"])
    astray = [row for row in told if row["ticket"] == "astray"]
    assert astray
    for row in astray:
        assert covering(row, tickets) is None
        assert row["who"] not in other_law
    # the first month of a log cannot know anybody from before
    assert {seen_first[row["who"]] for row in astray} == {"2026-07"}


def test_an_astray_visit_shares_its_month_and_place_with_no_innocent_one(told):
    """Otherwise one line of the findings would be both, and no judgement could be right."""
    causes = defaultdict(set)
    for row in told:
        if present(row) and row["ticket"] != "regular":
            causes[row["who"], row["医療機関等コード"], row["month"]].add(row["ticket"])
    assert {frozenset(found) for found in causes.values() if "astray" in found} == {frozenset({"astray"})}


def test_some_go_astray_where_their_ticket_had_ended(told, tickets):
    after = [
        row
        for row in told
        if row["ticket"] == "astray"
        and any(end[:6] == row["資格確認日時"][:6] for _, end, _ in tickets[row["who"], row["医療機関等コード"]])
    ]
    assert after
    assert all(row["資格確認日時"][6:8] > "15" for row in after)


def test_new_recipients_wait_at_most_forty_days(told):
    first = {}
    for row in told:
        first.setdefault(row["who"], date.fromisoformat(row["visit_date"]))
    new = [row for row in told if row["ticket"] == "new_recipient"]
    assert new
    assert all((date.fromisoformat(row["visit_date"]) - first[row["who"]]).days <= 40 for row in new)


def test_retries_follow_another_row_of_the_visit_within_minutes(told):
    times = defaultdict(list)
    for row in told:
        if row["check"] in {"visit", "inpatient", "retry"}:
            key = (row["file"], row["who"], row["医療機関等コード"], row["visit_date"])
            times[key].append((int(row["資格確認日時"][8:10]) * 60 + int(row["資格確認日時"][10:12]), row["check"]))
    retried = [sorted(found) for found in times.values() if any(check == "retry" for _, check in found)]
    assert retried
    assert all(sum(check != "retry" for _, check in found) == 1 for found in retried)
    assert all(found[-1][0] - found[0][0] <= 10 for found in retried)


def test_combined_rows_are_of_people_with_health_insurance(told):
    combined = [row for row in told if row["check"] == "combined"]
    assert combined
    assert {row["単独併用別"] for row in combined} == {"", "02"}


def test_bulk_queries_are_the_rows_of_method_04(told):
    delivered = [row for row in told if row["check"] != "redelivered"]
    assert all((row["資格確認方法"] == "04") == (row["check"] == "bulk_query") for row in delivered)


def test_stays_are_the_rows_of_care_type_01(told):
    stays = [row for row in told if row["check"] not in {"redelivered", "bulk_query"} and row["診療別"] == "01"]
    assert stays
    assert {row["check"] for row in stays} == {"inpatient"}


def test_redelivered_rows_stand_in_an_earlier_file_byte_for_byte(folder):
    truth = read(folder / "reference" / "truth.csv", "ascii")
    lines = {path.name: path.read_bytes().split(b"\r\n") for path in logs_in(folder)}
    names = list(lines)
    earlier: set[bytes] = set()
    again = Counter()
    for name in names:
        for row in (row for row in truth if row["file"] == name):
            line = lines[name][int(row["line"]) - 1]
            assert (line in earlier) == (row["check"] == "redelivered")
            again[row["check"]] += 1
        earlier |= set(lines[name])
    assert again["redelivered"] > 0


def test_only_habits_and_treatment_reach_fifteen_days_at_one_institution(told):
    days, patterns = defaultdict(set), defaultdict(set)
    for row in told:
        if present(row) and row["医療機関等コード"][2] == "1":
            key = (row["who"], row["医療機関等コード"], row["month"])
            days[key].add(row["visit_date"])
            patterns[key].add(row["pattern"])
    many = [key for key, dates in days.items() if len(dates) >= 15]
    assert many
    assert all("ordinary" not in patterns[key] for key in many)
    treated = {key[0] for key in patterns if patterns[key] == {"intensive_treatment"}}
    for who, place, month in [key for key in many if patterns[key] == {"intensive_treatment"}]:
        others = [f"2026-{int(month[5:]) - back:02d}" for back in (1, 2)]
        assert len(days[who, place, month]) + sum(len(days[who, place, other]) for other in others) < 40
    assert treated


def test_pharmacies_are_part_of_no_pattern(told):
    assert {row["pattern"] for row in told if row["医療機関等コード"][2] == "4"} == {"ordinary"}
