"""Work that goes on in threads while the caller works on what is done: the next item, or several items at once."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from threading import Event
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def one_ahead(items: Iterator[T]) -> Iterator[T]:
    """Yield ``items`` in order, one being prepared ahead; an exception of theirs comes where its item would."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        coming = thread.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = thread.submit(next, items, None)
            yield item


@contextmanager
def side_by_side(
    work: Callable[[T, Callable[[], None]], R], items: Iterable[T], *, at_once: int
) -> Iterator[Iterator[tuple[T, R]]]:
    """Give ``items`` in order, each with what ``work`` made of it; ``at_once`` of them are worked on in threads.

    Work begins at once. Items are taken in the caller's thread, no further ahead than they are worked on. Long work
    calls its second argument now and then: it raises CancelledError once the caller has left, be it by an error or by
    Ctrl-C.
    """
    left = Event()
    coming = iter(items)
    begun: deque[tuple[T, Future[R]]] = deque()

    def go_on() -> None:
        if left.is_set():
            raise CancelledError

    def begin(count: int) -> None:
        begun.extend((item, threads.submit(work, item, go_on)) for item in islice(coming, count))

    def results() -> Iterator[tuple[T, R]]:
        while begun:
            begin(1)
            item, result = begun.popleft()
            yield item, result.result()

    with ThreadPoolExecutor(at_once) as threads:
        begin(at_once)
        try:
            yield results()
        finally:
            left.set()
            threads.shutdown(wait=False, cancel_futures=True)
