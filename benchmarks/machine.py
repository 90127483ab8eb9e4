"""What the machine was like while something was measured, and how measurements are told."""

import os
import platform
from collections.abc import Sequence
from statistics import median, quantiles


def machine() -> str:
    """One line: the processor count, the load of the last minute, the Python."""
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores, load {load:.1f}, {platform.python_implementation()} "
        f"{platform.python_version()}, {platform.system()} {platform.machine()}"
    )


def spread(values: Sequence[float], form: str = ",.0f") -> str:
    """The median, and between which two values the middle eight tenths lie."""
    if len(values) < 2:
        return f"{median(values):{form}}"
    tenths = quantiles(values, n=10, method="inclusive")
    return f"{median(values):{form}} ({tenths[0]:{form}} to {tenths[-1]:{form}})"
