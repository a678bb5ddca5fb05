"""What a zip says about itself, judged before anything opens it."""

import io
import struct
import zipfile
import zlib

from groupnet.sheets.limits import MEGABYTE, Limits
from groupnet.sheets.readers.refusals import Refused, Why

_END = b"PK\x05\x06"
_PLAIN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def inflated_size(content: bytes, limits: Limits) -> int:
    """The bytes a zip unpacks to, 0 for what is no zip; raises Refused for a bomb or a damaged one.

    Its directory is judged first; then each entry is unpacked, and thrown away, to see that it told the
    truth.
    """
    if not content.startswith(b"PK"):
        return 0
    _check_directory_length(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            total = sum(entry.file_size for entry in entries)
            if len(entries) > limits.zip_entries or total > limits.inflated_bytes:
                raise Refused(Why.BOMB)
            if total > MEGABYTE and total > limits.inflated_ratio * len(content):
                raise Refused(Why.BOMB)
            if any(entry.compress_type not in _PLAIN_METHODS for entry in entries):
                raise Refused(Why.DAMAGED)
            # reads no more of an entry than it declares, then compares the checksum
            if archive.testzip() is not None:
                raise Refused(Why.DAMAGED)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise Refused(Why.DAMAGED) from None
    return total


def _check_directory_length(content: bytes) -> None:
    """A directory of a million entries would take seconds to list."""
    at = content.rfind(_END, max(0, len(content) - 66_000))
    if at < 0 or len(content) < at + 22:
        raise Refused(Why.DAMAGED)
    (length,) = struct.unpack_from("<L", content, at + 12)
    if length > MEGABYTE:
        raise Refused(Why.BOMB)
