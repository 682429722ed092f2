"""What a process and its descendants hold in memory, as Linux tells it in /proc."""

from pathlib import Path

_PROC = Path("/proc")


def memory_of(root: int) -> int:
    """Return the bytes that the process and its descendants hold: the sum of their proportional set sizes.

    A page shared by several processes is counted once, divided among them (PSS). Processes that just ended count as 0.
    """
    return sum(_proportional_set_size(process) for process in _tree(root))


def _tree(root: int) -> list[int]:
    """Return the process, its session and all their descendants: also those whose parent has ended."""
    parents: dict[int, tuple[int, int]] = {}
    for entry in _PROC.iterdir():
        if entry.name.isdigit():
            try:
                after_name = (entry / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(entry.name)] = (int(after_name[1]), int(after_name[3]))
    found = {root} | {process for process, (_, session) in parents.items() if session == root}
    grown = True
    while grown:
        more = {process for process, (parent, _) in parents.items() if parent in found} - found
        found |= more
        grown = bool(more)
    return sorted(found)


def _proportional_set_size(process: int) -> int:
    """Return the process's PSS in bytes; 0 when it has ended or may not be looked at."""
    try:
        lines = (_PROC / str(process) / "smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
