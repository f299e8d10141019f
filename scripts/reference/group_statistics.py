"""Mean and sample deviation of groups of runs, by numpy.

Writes src/renderer/src/features/runs-table/fixtures/group-statistics.json.
"""

import json
import pathlib

import numpy

GROUPS = {
    "close together": [0.9771, 0.9772, 0.97715, 0.97705],
    "far from zero": [1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16],
    "seeds": [0.6512, 0.6634, 0.6489, 0.6701, 0.6577],
    "two": [12.5, -3.25],
    "equal": [7850, 7850, 7850],
}

TARGET = (
    pathlib.Path(__file__).parents[2]
    / "src/renderer/src/features/runs-table/fixtures/group-statistics.json"
)


def summarize(values):
    return {
        "values": values,
        "mean": float(numpy.mean(values)),
        "deviation": float(numpy.std(values, ddof=1)),
    }


TARGET.parent.mkdir(parents=True, exist_ok=True)
TARGET.write_text(
    json.dumps({name: summarize(values) for name, values in GROUPS.items()}, indent=2) + "\n"
)
