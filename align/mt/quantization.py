"""Weights in eight bits, of which seven are used, so that every processor computes the same.

Where a processor has no VNNI (most of AMD's before Zen 4, Intel's before Cascade Lake), products of an unsigned and a signed
byte are added two by two in 16 bits and cut off at 32,767. Weights up to 127 overflow there without a word; up to 63 they
cannot: 255 · 63 · 2 = 32,130. Source: oneDNN, "Nuances of int8 computations". docs/decisions/012 has the figures.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

LARGEST = 63  # of the absolute values of quantized weights


def quantize(spec: Any) -> None:
    """Quantize every weight of a validated specification of CTranslate2's that has a scale beside it, row by row, in place."""
    from ctranslate2.specs.model_spec import NumpyVariable, Variable, visit_spec

    spec.optimize(quantization=None)  # one array for tables that are the same

    def weight(layer: Any, name: str, value: Any) -> None:
        key = name.rpartition("/")[2]
        if hasattr(layer, f"{key}_scale") and isinstance(value, Variable):
            bytes_, scale = rows(value.to("float32").numpy())
            setattr(layer, key, NumpyVariable(bytes_))
            setattr(layer, f"{key}_scale", NumpyVariable(scale))

    visit_spec(spec, weight)


def rows(values: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Rows as bytes, and what each was multiplied by.

    Args:
        values: (n, d) weights.

    Returns:
        (n, d) int8 in -LARGEST..LARGEST, and (n,) float32; a row of zeros is multiplied by 1.
    """
    largest = np.abs(values).max(axis=1)
    largest[largest == 0] = LARGEST
    # the factor of a row of tiny numbers must be a number too
    scale = (LARGEST / np.maximum(largest, LARGEST / np.finfo(np.float32).max)).astype(np.float32)
    return np.rint(values * scale[:, None]).astype(np.int8), scale
