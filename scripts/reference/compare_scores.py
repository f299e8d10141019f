"""Writes what statsmodels, SciPy and scikit-learn make of scores and of two networks on the same pictures.

    python compare_scores.py REPOSITORY
"""

import json
import os
import sys

import numpy as np
import scipy
import sklearn
import statsmodels
from scipy.stats import chi2
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

# Where the application goes over from the binomial distribution to its limit.
EXACT_BELOW = 25


def wilson(right, count):
    low, high = proportion_confint(right, count, alpha=0.05, method="wilson")
    return {"right": right, "all": count, "low": float(low), "high": float(high)}


def paired(both, first, second, neither):
    exact = first + second < EXACT_BELOW
    result = mcnemar([[both, first], [second, neither]], exact=exact, correction=True)
    # Agresti and Min (2005): half a picture more in each of the four counts, then the plain interval of the mean.
    weights = [first + 0.5, second + 0.5, both + neither + 1]
    low, high = DescrStatsW([-1, 1, 0], weights=weights).zconfint_mean(alpha=0.05)
    return {
        "bothRight": both, "onlyFirst": first, "onlySecond": second, "bothWrong": neither,
        "method": "exact" if exact else "chi-square", "pValue": float(result.pvalue),
        "low": float(low), "high": float(high),
    }


def spread(values):
    return {"values": values, "mean": float(np.mean(values)), "deviation": float(np.std(values, ddof=1))}


def orNone(values):
    return [None if np.isnan(value) else float(value) for value in values]


def classes(seed, count, class_count, skill, unused):
    """Made-up answers: right with the chance `skill`; the classes of `unused` never occur, or are never said."""
    random = np.random.default_rng(seed)
    names = [one for one in range(class_count) if one not in unused]
    labels = random.choice(names, count)
    guesses = random.choice(names[:-1], count)
    predictions = np.where(random.random(count) < skill, labels, guesses)
    predictions[labels == names[-1]] = names[0]
    every = list(range(class_count))
    precision, recall, f1, support = precision_recall_fscore_support(
        labels, predictions, labels=every, zero_division=np.nan)
    macro = precision_recall_fscore_support(labels, predictions, labels=every, average="macro", zero_division=0)
    return {
        "classCount": class_count, "labels": labels.tolist(), "predictions": predictions.tolist(),
        "confusion": confusion_matrix(labels, predictions, labels=every).ravel().tolist(),
        "precision": orNone(precision), "recall": orNone(recall), "f1": orNone(f1), "support": support.tolist(),
        "macro": [float(value) for value in macro[:3]],
    }


reference = {
    "writtenBy": f"statsmodels {statsmodels.__version__}, scipy {scipy.__version__}, scikit-learn {sklearn.__version__}",
    "wilson": [wilson(*case) for case in [
        (0, 1), (1, 1), (0, 10), (10, 10), (7, 10), (123, 360), (359, 360), (6940, 10000), (7520, 10000), (50000, 50000),
    ]],
    "paired": [paired(*case) for case in [
        (3, 0, 1, 0), (10, 1, 0, 2), (300, 3, 9, 48), (300, 12, 12, 36), (320, 5, 19, 16), (320, 5, 20, 15),
        (9000, 0, 6, 994), (300, 12, 13, 35), (300, 13, 12, 35), (6300, 640, 850, 2210), (6500, 700, 735, 2065),
        (6000, 1300, 300, 2400), (30000, 9000, 4000, 7000), (0, 60, 0, 0), (0, 0, 5, 0),
    ]],
    "chiSquareTail": [{"value": value, "tail": float(chi2.sf(value, 1))} for value in [
        0, 1e-6, 0.01, 0.5, 1, 2.7, 3.84, 6.63, 10.8, 17.9, 18.1, 30, 100, 700,
    ]],
    "spreads": [spread(values) for values in [[0.71, 0.7251, 0.7102], [0.5, 0.5], [0.1, 0.9, 0.4, 0.33, 0.2]]],
    "classes": [classes(1, 200, 4, 0.7, []), classes(2, 60, 6, 0.5, [2]), classes(3, 40, 2, 0.9, []), classes(4, 300, 10, 0.3, [0, 9])],
}
path = os.path.join(sys.argv[1], "src", "shared", "compare", "fixtures", "reference-scores.json")
with open(path, "w") as file:
    json.dump(reference, file)
    file.write("\n")
