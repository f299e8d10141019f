"""Writes runs of scalars as event files with TensorBoard's own writer: `write_events.py FOLDER RUNS POINTS METRICS`."""

import math
import os
import sys
import time

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.event_file_writer import EventFileWriter


def compute_value(run, step, metric, points):
    """A falling curve with noise, like those of comparison-workspace.ts."""
    noise = math.sin(step * 12.9898 + run * 78.233 + metric) * 43758.5453
    return 2 * math.exp(-4 * step / points) + 0.1 * (noise - math.floor(noise)) + 0.01 * run


def main():
    folder, runs, points, metrics = sys.argv[1], *map(int, sys.argv[2:5])
    start = time.time()
    for run in range(runs):
        path = os.path.join(folder, f"run-{run:03d}")
        writer = EventFileWriter(path, max_queue_size=1000, flush_secs=3600)
        for step in range(1, points + 1):
            values = [
                Summary.Value(
                    tag=f"metric-{metric}", simple_value=compute_value(run, step, metric, points)
                )
                for metric in range(metrics)
            ]
            summary = Summary(value=values)
            writer.add_event(Event(wall_time=start + step / 100, step=step, summary=summary))
        writer.close()


main()
