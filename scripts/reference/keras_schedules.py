"""Writes the learning rates of Keras' own schedules, step by step.

    python keras_schedules.py REPOSITORY
"""

import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras  # noqa: E402

BASE = 0.01
STEPS_PER_EPOCH = 10
TOTAL = 100


def drop(every, factor):
    schedule = lambda epoch: BASE * factor ** (epoch // every)  # noqa: E731
    callback = keras.callbacks.LearningRateScheduler(schedule)
    return [callback.schedule(step // STEPS_PER_EPOCH) for step in range(TOTAL)]


def rates(schedule):
    return [float(schedule(step)) for step in range(TOTAL)]


def cosine(warm_up, alpha):
    warm_up_steps = round(warm_up * TOTAL)
    if warm_up_steps == 0:
        return rates(keras.optimizers.schedules.CosineDecay(BASE, TOTAL, alpha=alpha))
    return rates(
        keras.optimizers.schedules.CosineDecay(
            0.0, TOTAL - warm_up_steps, alpha=alpha, warmup_target=BASE, warmup_steps=warm_up_steps
        )
    )


def exponential(decay_steps, rate, staircase):
    return rates(keras.optimizers.schedules.ExponentialDecay(BASE, decay_steps, rate, staircase))


CASES = [
    ({"kind": "step", "everyEpochs": 3, "factor": 0.5}, drop(3, 0.5)),
    ({"kind": "step", "everyEpochs": 1}, drop(1, 0.1)),
    ({"kind": "exponential", "decaySteps": 7, "decayRate": 0.9}, exponential(7, 0.9, False)),
    ({"kind": "exponential", "decaySteps": 12, "staircase": True}, exponential(12, 0.96, True)),
    ({"kind": "cosine"}, cosine(0, 0.0)),
    ({"kind": "cosine", "alpha": 0.1}, cosine(0, 0.1)),
    ({"kind": "cosine", "warmUp": 0.2}, cosine(0.2, 0.0)),
    ({"kind": "cosine", "warmUp": 0.05, "alpha": 0.02}, cosine(0.05, 0.02)),
]

cases = [
    {"settings": settings, "base": BASE, "stepsPerEpoch": STEPS_PER_EPOCH, "totalSteps": TOTAL, "learningRates": values}
    for settings, values in CASES
]
path = os.path.join(sys.argv[1], "src", "shared", "fixtures", "keras-schedules.json")
with open(path, "w") as file:
    json.dump({"writtenBy": f"Keras {keras.__version__}", "cases": cases}, file, indent=1)
    file.write("\n")
