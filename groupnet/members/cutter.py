"""The process that opens uploaded pictures: ``python -m groupnet.members.cutter CROP``.

The picture comes on standard input. One JSON line goes to standard output: ``{"refused": why}``, or the
picture's format and its faces in base64. Whoever finds none knows that the limits stopped it.
"""

import json
import sys
from base64 import b64encode

from groupnet.core.limited import confine
from groupnet.members.cutting import Crop, Refused, cut_faces

CPU_SECONDS = 5
MEMORY_BYTES = 1024**3
"""A WebP of forty megapixels takes 640 MB for a moment."""


def main() -> None:
    confine(cpu_seconds=CPU_SECONDS, memory_bytes=MEMORY_BYTES)
    try:
        kind, faces = cut_faces(sys.stdin.buffer.read(), crop=Crop(sys.argv[1]))
    except Refused as refused:
        answer = {"refused": str(refused.why)}
    else:
        images = {name: b64encode(getattr(faces, name)).decode() for name in ("small", "medium", "large")}
        answer = {"format": kind, "version": faces.version, **images}
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
