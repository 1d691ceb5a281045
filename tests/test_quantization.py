"""Weights in bytes that no processor's arithmetic overflows on."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from jjak.align.mt.quantization import LARGEST, rows

FLOATS = st.floats(-(2.0**100), 2.0**100, width=32)


@given(arrays.arrays(np.float32, (3, 5), elements=FLOATS))
def test_a_row_comes_back_to_within_half_a_step(values: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> None:
    made, scale = rows(values)
    step = np.abs(values).max(axis=1, keepdims=True) / LARGEST
    assert made.dtype == np.int8
    assert np.abs(made).max() <= LARGEST
    assert np.isfinite(scale).all()
    assert (np.abs(made / scale[:, None].astype(np.float64) - values) <= step * 0.5001 + 1e-30).all()


def test_two_products_of_the_largest_weights_fit_in_sixteen_bits() -> None:
    assert 255 * LARGEST * 2 <= np.iinfo(np.int16).max < 255 * (LARGEST + 2) * 2


def test_a_row_of_zeros_stays_one() -> None:
    made, scale = rows(np.zeros((1, 4), np.float32))
    assert not made.any()
    assert scale.tolist() == [1.0]
