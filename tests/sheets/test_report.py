"""What became of every row."""

import json

from groupnet.sheets import ImportReport


def filled() -> ImportReport:
    report = ImportReport("referrals")
    for _ in range(3):
        report.accept()
    report.already()
    report.refuse(9, "“x” is not a date that can be read.", "date")
    report.refuse(4, "Nobody here is called “Zoë”.")
    for _ in range(71):
        report.leave_aside("CEU slips")
    report.leave_aside("visitor slips", "kept with the meetings")
    report.note("These slips have no dates; all stand on 2025-08-24.")
    report.note("These slips have no dates; all stand on 2025-08-24.")
    return report


def test_a_report_reads_as_text_with_every_refused_row_by_its_line() -> None:
    assert filled().to_text() == (
        "3 referrals imported\n"
        "1 already there\n"
        "CEU slips: 71, not kept\n"
        "visitor slips: 1, kept with the meetings\n"
        "These slips have no dates; all stand on 2025-08-24.\n"
        "2 rows refused:\n"
        "  line 4: Nobody here is called “Zoë”.\n"
        "  line 9 [date]: “x” is not a date that can be read.\n"
    )


def test_rows_refused_alike_are_told_of_once_with_all_their_lines() -> None:
    report = ImportReport("referrals")
    for line, day in ((2, "03/04/2025"), (5, "04/05/2025")):
        report.refuse(line, f"“{day}” can be two days. Use --date-order.", "date")
    for line in (7, 3):
        report.refuse(line, "Nobody is named here.", "giver")
    report.refuse(8, "Nobody is named here.", "receiver")
    assert report.to_text().splitlines()[2:] == [
        "  lines 2 (“03/04/2025”), 5 (“04/05/2025”) [date]: “…” can be two days. Use --date-order.",
        "  lines 3, 7 [giver]: Nobody is named here.",
        "  line 8 [receiver]: Nobody is named here.",
    ]


def test_a_dry_run_says_that_nothing_was_changed() -> None:
    report = ImportReport("members", dry_run=True)
    report.accept()
    assert "nothing was changed" in report.to_text()


def test_a_report_survives_being_stored_as_json() -> None:
    report = filled()
    assert ImportReport.from_json(json.loads(json.dumps(report.to_json()))) == report


def test_the_exit_status_tells_whether_rows_were_refused() -> None:
    assert filled().exit_status == 1
    assert ImportReport().exit_status == 0
