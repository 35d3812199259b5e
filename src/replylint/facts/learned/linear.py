"""A linear model over hashed features, read and scored in pure Python."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from zlib import crc32

Feature = str | int
"""What is counted of a text, or its number (`number_of`) where that is known."""
_HERE = Path(__file__).parent
_FLOAT = struct.calcsize("<f")


_REMEMBERED = 1 << 16
"""Features whose numbers are remembered: those of one text are mostly those of the next."""
_LANE = 32
"""Bits of the number of one answer within the number of a bucket."""
_LANE_FULL = (1 << _LANE) - 1
_RAISED = 128
"""What is added to each weight, so that none is negative."""


class _Rows(dict[int, int]):
    """The weights of each bucket as one number, made when first asked for: adding it up adds up all answers at once."""

    def __init__(self, weights: memoryview, size: int) -> None:
        super().__init__()
        self._weights, self._size = weights, size

    def __missing__(self, bucket: int) -> int:
        at = bucket * self._size
        row = self._weights[at : at + self._size]
        self[bucket] = packed = sum(weight + _RAISED << _LANE * number for number, weight in enumerate(row))
        return packed


class Linear:
    """Weights of one byte for each bucket and answer.

    Its file: a line of JSON with `answers` and `buckets`; a scale and a bias for each answer as 32-bit floats in
    little-endian order; then the weights, those of a bucket together. `make train` writes it.
    """

    def __init__(self, data: bytes) -> None:
        head, _, rest = data.partition(b"\n")
        said = json.loads(head)
        self.answers: tuple[str, ...] = tuple(said["answers"])
        self.buckets: int = said["buckets"]
        size = len(self.answers)
        numbers = struct.unpack_from(f"<{1 + size}f", rest)
        self._scale, self._biases = numbers[0], numbers[1:]
        weights = memoryview(rest)[_FLOAT * (1 + size) :].cast("b")
        if len(weights) != self.buckets * size:
            raise ValueError("the weights of a learned model are cut short; install replylint again")
        self._rows = _Rows(weights, size)

    def likelihoods(self, features: Iterable[Feature]) -> Mapping[str, float]:
        """Return how likely each answer is, from 0 to 1."""
        found = buckets_of(features, self.buckets)
        whole_sum, raise_by = sum(map(self._rows.__getitem__, found)), _RAISED * len(found)
        sums = [(whole_sum >> _LANE * number & _LANE_FULL) - raise_by for number in range(len(self.answers))]
        norm = math.sqrt(len(found) or 1)
        scores = [self._scale * total / norm + bias for total, bias in zip(sums, self._biases, strict=True)]
        top = max(scores)
        raised = [math.exp(score - top) for score in scores]
        whole = sum(raised)
        return {answer: value / whole for answer, value in zip(self.answers, raised, strict=True)}


def buckets_of(features: Iterable[Feature], buckets: int) -> set[int]:
    """Return the buckets of features: the number of each, modulo `buckets`."""
    return {(number_of(one) if isinstance(one, str) else one) % buckets for one in features}


@lru_cache(maxsize=_REMEMBERED)
def number_of(feature: str) -> int:
    """Return the number that stands for a feature: its CRC-32."""
    return crc32(feature.encode())


def written(answers: tuple[str, ...], buckets: int, biases: list[float], weights: list[list[float]]) -> bytes:
    """Return a model as the bytes of its file; `weights` has a row for each bucket with a number for each answer."""
    scale = max(abs(weight) for row in weights for weight in row) / 127
    head = json.dumps({"answers": answers, "buckets": buckets}).encode() + b"\n"
    numbers = struct.pack(f"<{1 + len(answers)}f", scale, *biases)
    return head + numbers + bytes(round(weight / scale) & 0xFF for row in weights for weight in row)


@cache
def model(name: str) -> Linear:
    """Return the model of a question: `kind`.

    Raises FileNotFoundError if the installation lacks it.
    """
    return Linear((_HERE / f"{name}.bin").read_bytes())
