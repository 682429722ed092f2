"""What a process and its descendants hold in memory, as Linux tells it in /proc."""

import os
from pathlib import Path

_PROC = Path("/proc")


def memory_of(root: int) -> int:
    """Return the bytes that the process and its descendants hold: the sum of their proportional set sizes.

    A page shared by several processes is counted once, divided among them (PSS). Processes that just ended count as 0.
    """
    return sum(_proportional_set_size(process) for process in _tree(root))


def seconds_used_by(root: int) -> float:
    """Return the processor time, user and system, that the process and its descendants have used so far."""
    ticks = 0
    for process in _tree(root):
        fields = _fields(process)
        ticks += int(fields[11]) + int(fields[12]) if fields else 0
    return ticks / os.sysconf("SC_CLK_TCK")


def _tree(root: int) -> list[int]:
    """Return the process, its session and all their descendants: also those whose parent has ended."""
    parents: dict[int, tuple[int, int]] = {}
    for entry in _PROC.iterdir():
        if entry.name.isdigit():
            fields = _fields(int(entry.name))
            if fields:
                parents[int(entry.name)] = (int(fields[1]), int(fields[3]))
    found = {root} | {process for process, (_, session) in parents.items() if session == root}
    grown = True
    while grown:
        more = {process for process, (parent, _) in parents.items() if parent in found} - found
        found |= more
        grown = bool(more)
    return sorted(found)


def _fields(process: int) -> list[str]:
    """Return what /proc says of a process from its state on; nothing where it has ended."""
    try:
        text = (_PROC / str(process) / "stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return []
    return text.rpartition(")")[2].split()


def _proportional_set_size(process: int) -> int:
    """Return the process's PSS in bytes; 0 when it has ended or may not be looked at."""
    try:
        lines = (_PROC / str(process) / "smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
