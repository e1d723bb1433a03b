"""Work that goes on in threads while the caller works on what is done: the next item, or several items at once."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
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


def side_by_side(
    work: Callable[[T, Callable[[], None]], R], items: Iterable[T], *, at_once: int
) -> Generator[tuple[T, R]]:
    """Yield ``items`` in order, each with what ``work`` made of it; ``at_once`` of them are worked on in threads.

    Items are taken in the caller's thread, one more than are worked on at most. Long work calls its second argument
    now and then: it raises CancelledError once the caller has left, be it by an error or by Ctrl-C.
    """
    left = Event()

    def go_on() -> None:
        if left.is_set():
            raise CancelledError

    begun: deque[tuple[T, Future[R]]] = deque()
    with ThreadPoolExecutor(at_once) as threads:
        try:
            for item in items:
                begun.append((item, threads.submit(work, item, go_on)))
                if len(begun) > at_once:
                    yield _first(begun)
            while begun:
                yield _first(begun)
        finally:
            left.set()
            threads.shutdown(wait=False, cancel_futures=True)


def _first(begun: "deque[tuple[T, Future[R]]]") -> tuple[T, R]:
    item, result = begun.popleft()
    return item, result.result()
