"""The frames of a Zstandard file, one after the other -> what is in them, also where the first holds a dictionary."""

from __future__ import annotations

import zstandard

_MAGIC = b"\x28\xb5\x2f\xfd"
_PASSED = b"\x2a\x4d\x18"
_DICTIONARY = 0x5D
_HEADER = 8
_PIECE = 256
_MOST_DICTIONARY = 16_000_000
_WINDOW = 1 << 27


class Frames:
    """Makes an unpacker for each frame of one file, and keeps the dictionary between them."""

    def __init__(self) -> None:
        self._dictionary: zstandard.ZstdCompressionDict | None = None
        self._first = True

    def __call__(self) -> Frame:
        """The unpacker of the next frame."""
        frame = Frame(self, self._first)
        self._first = False
        return frame

    def learn(self, data: bytes) -> None:
        """Take the dictionary, which may be packed itself. Raises ZstdError, ValueError."""
        if data.startswith(_MAGIC):
            frame = Frame(Frames(), first=False)
            data = frame.decompress(data, _MOST_DICTIONARY)
            if not frame.eof:
                raise ValueError("the dictionary is damaged or too large")
        self._dictionary = zstandard.ZstdCompressionDict(data)

    def unpacker(self) -> zstandard.ZstdDecompressionObj:
        """The library's own unpacker of one frame."""
        if self._dictionary is None:
            return zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()
        return zstandard.ZstdDecompressor(dict_data=self._dictionary, max_window_size=_WINDOW).decompressobj()


class Frame:
    """One frame. The library gives all that a piece holds at once, up to 30,000 times its size: so pieces are small.

    A frame to be skipped (RFC 8878, section 3.1.2) gives nothing; as the first one of a web archive it may hold the
    dictionary of the others (Zstandard Compression for WARC Files 1.0, magic number 0x184D2A5D).
    """

    def __init__(self, frames: Frames, first: bool) -> None:
        self.eof = False
        self.unused_data = b""
        self.unconsumed_tail = b""
        self._frames = frames
        self._first = first
        self._held = b""
        self._frame: zstandard.ZstdDecompressionObj | None = None
        self._left = -1
        """Bytes of a frame to be skipped that are still to come."""
        self._kept: bytearray | None = None

    def decompress(self, data: bytes, most: int) -> bytes:
        """About `most` bytes of what is in `data`; the rest of it stays in `unconsumed_tail`."""
        if self._frame is None and self._left < 0:
            self._held += data
            if len(self._held) < _HEADER:
                self.unconsumed_tail = b""
                return b""
            data, self._held = self._begun(self._held), b""
        return self._skip(data) if self._frame is None else self._unpack(self._frame, data, most)

    def _begun(self, data: bytes) -> bytes:
        """Look at the header; what is to be read on."""
        if not skipped(data):
            self._frame = self._frames.unpacker()
            return data
        self._left = int.from_bytes(data[4:_HEADER], "little")
        if self._first and data[0] == _DICTIONARY:
            if self._left > _MOST_DICTIONARY:
                raise ValueError("its dictionary is too large")
            self._kept = bytearray()
        return data[_HEADER:]

    def _skip(self, data: bytes) -> bytes:
        taken = data[: self._left]
        self._left -= len(taken)
        self.unconsumed_tail = b""
        if self._kept is not None:
            self._kept += taken
        if not self._left:
            if self._kept is not None:
                self._frames.learn(bytes(self._kept))
            self.eof, self.unused_data = True, data[len(taken) :]
        return b""

    def _unpack(self, frame: zstandard.ZstdDecompressionObj, data: bytes, most: int) -> bytes:
        out: list[bytes] = []
        size = at = 0
        while at < len(data) and size < most and not self.eof:
            out.append(frame.decompress(data[at : at + _PIECE]))
            size += len(out[-1])
            at += _PIECE
            self.eof = frame.eof
        rest = data[at:]
        self.unused_data = frame.unused_data + rest if self.eof else b""
        self.unconsumed_tail = b"" if self.eof else rest
        return b"".join(out)


def skipped(head: bytes) -> bool:
    """Whether a frame begins here that is to be skipped."""
    return head[1:4] == _PASSED and head[0] & 0xF0 == 0x50


def begins(head: bytes) -> bool:
    """Whether a file is packed with Zstandard, by its first four bytes."""
    return head.startswith(_MAGIC) or skipped(head)
