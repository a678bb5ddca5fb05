"""Sentences in the reader's language; plain English where nobody's language is known (no application)."""


def gettext(message: str, **values: object) -> str:
    """The sentence, with its named places filled."""
    # imported here: the process that opens strangers' files starts faster and smaller without it
    from flask_babel import gettext as translate

    sentence: str = translate(message, **values)
    return sentence


def N_(message: str) -> str:  # noqa: N802 (the name by which translators' tools know it)
    """The sentence as it is: it is only marked here, and translated where it is said."""
    return message
