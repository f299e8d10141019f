"""Writes what SciPy and scikit-learn say of small tables: rank correlation, Kruskal and Wallis' H, trees, importances.

    python importance.py REPOSITORY
"""

import json
import os
import sys

import numpy as np
import scipy
import sklearn
from scipy.stats import kruskal, rankdata, spearmanr
from sklearn.ensemble import RandomForestRegressor
from sklearn.inspection import permutation_importance
from sklearn.metrics import r2_score
from sklearn.tree import DecisionTreeRegressor

random = np.random.default_rng(7)


def correlation(one, other):
    return {"one": one, "other": other, "ranks": rankdata(one).tolist(), "rho": float(spearmanr(one, other).statistic)}


def spearman_cases():
    for count in (5, 8, 20, 200):
        one = random.normal(size=count)
        yield correlation(one.tolist(), (one + random.normal(size=count)).tolist())
        # Ties, as settings have: a few values, and scores of few digits.
        ties = random.choice([16, 32, 64, 128], size=count)
        yield correlation(ties.tolist(), np.round(random.normal(size=count) - ties / 100, 1).tolist())


def kruskal_cases():
    for count, groups in ((9, 2), (12, 3), (60, 5)):
        names = [f"g{i % groups}" for i in range(count)]
        values = np.round(random.normal(size=count) + np.array([i % groups for i in range(count)]) / 2, 1)
        parts = [[v for v, n in zip(values, names) if n == name] for name in sorted(set(names))]
        yield {"groups": names, "values": values.tolist(), "h": float(kruskal(*parts).statistic)}


def table(count):
    """Four features: a strong one, a weaker one, one that only acts with the first, and noise."""
    x = random.uniform(size=(count, 4)).round(6)
    y = 3 * x[:, 0] + np.sin(6 * x[:, 1]) / 2 + x[:, 2] * (x[:, 0] > 0.5) + random.normal(size=count) * 0.1
    return x, y.round(6)


def tree_case(count, least):
    """With so many rows in a leaf that no two splits of a node are equally good: there scikit-learn draws lots."""
    x, y = table(count)
    tree = DecisionTreeRegressor(min_samples_leaf=least, random_state=0).fit(x, y)
    asked = random.uniform(size=(50, 4)).round(6)
    return {"rows": x.tolist(), "targets": y.tolist(), "leastInLeaf": least,
            "asked": asked.tolist(), "answers": tree.predict(asked).tolist()}


def forest_case(count):
    x, y = table(count)
    # scikit-learn shuffles rows that all trees have seen in part; on fresh rows it measures what ours does on unseen ones.
    fresh_x, fresh_y = table(4000)
    forest = RandomForestRegressor(500, min_samples_leaf=2, random_state=0, oob_score=True).fit(x, y)
    found = permutation_importance(forest, fresh_x, fresh_y, n_repeats=20, random_state=0)
    return {"rows": x.tolist(), "targets": y.tolist(), "explained": float(forest.oob_score_),
            "explainedFresh": float(r2_score(fresh_y, forest.predict(fresh_x))),
            "importances": found.importances_mean.tolist()}


path = os.path.join(sys.argv[1], "src", "shared", "compare", "fixtures", "importance.json")
with open(path, "w") as file:
    json.dump({
        "writtenBy": f"SciPy {scipy.__version__}, scikit-learn {sklearn.__version__}",
        "correlations": list(spearman_cases()),
        "kruskal": list(kruskal_cases()),
        "trees": [tree_case(60, 5), tree_case(100, 8), tree_case(200, 6)],
        "forests": [forest_case(60), forest_case(200)],
    }, file)
    file.write("\n")
