"""What a change of a series would bring, in words."""

from flask_babel import gettext, ngettext

from groupnet.meetings.service.previewing import Preview


def say_preview(preview: Preview) -> list[str]:
    """One sentence for the meetings that stay, one for those that fall away, one for the new."""
    said = []
    if preview.stay:
        stay = ngettext("%(num)d meeting keeps its day", "%(num)d meetings keep their day", preview.stay)
        said.append(f"{stay}; {_standing(preview.answers_that_stand)}")
    if preview.fall:
        fall = ngettext("%(num)d meeting falls away", "%(num)d meetings fall away", preview.fall)
        said.append(f"{fall}; {_falling(preview.answers_that_fall)}")
    if preview.made:
        said.append(ngettext("%(num)d new meeting is made.", "%(num)d new meetings are made.", preview.made))
    return said


def _standing(answers: int) -> str:
    if not answers:
        return str(gettext("nobody has answered yet."))
    return str(ngettext("%(num)d answer stands.", "%(num)d answers stand.", answers))


def _falling(answers: int) -> str:
    if not answers:
        return str(gettext("nobody has answered yet."))
    return str(
        ngettext(
            "%(num)d answer falls with them, and who gave it is told.",
            "%(num)d answers fall with them, and those who gave them are told.",
            answers,
        )
    )
