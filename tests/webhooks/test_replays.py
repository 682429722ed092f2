"""The same answer for the same key."""

import asyncio

import pytest
from starlette.responses import Response

from hubkit.webhooks.replays import KeyReusedError, Replays
from tests.webhooks import apart


class Maker:
    """Makes answers, and counts them."""

    def __init__(self, status: int = 201) -> None:
        self.made = 0
        self.status = status

    async def __call__(self) -> Response:
        self.made += 1
        await asyncio.sleep(0)
        if self.status == 0:
            raise RuntimeError
        return Response(str(self.made), self.status)


def test_who_asks_meanwhile_gets_the_same() -> None:
    async def ask() -> set[bytes]:
        replays, maker = Replays(), Maker()
        answers = await asyncio.gather(*(replays.answer(("a", "k"), b"1", maker) for _ in range(20)))
        assert len({id(answer) for answer in answers}) == 20
        return {bytes(answer.body) for answer in answers}

    assert apart.run(ask()) == {b"1"}


def test_a_key_belongs_to_an_address_and_a_body() -> None:
    async def ask() -> None:
        replays, maker = Replays(), Maker()
        await replays.answer(("a", "k"), b"1", maker)
        await replays.answer(("b", "k"), b"2", maker)
        assert maker.made == 2
        with pytest.raises(KeyReusedError):
            await replays.answer(("a", "k"), b"2", maker)

    apart.run(ask())


@pytest.mark.parametrize("status", [429, 500, 503, 0])
def test_a_failure_is_not_kept(status: int) -> None:
    async def ask() -> int:
        replays, maker = Replays(), Maker(status)
        for _ in range(2):
            try:
                await replays.answer(("a", "k"), b"1", maker)
            except RuntimeError:
                assert status == 0
            await asyncio.sleep(0)
        return maker.made

    assert apart.run(ask()) == 2


def test_it_is_kept_for_ten_minutes_and_memory_is_bounded() -> None:
    now = 0.0

    async def ask() -> None:
        nonlocal now
        replays, maker = Replays(lambda: now, most=100), Maker()
        await replays.answer(("a", "k"), b"1", maker)
        now = 599
        await replays.answer(("a", "k"), b"1", maker)
        assert maker.made == 1
        now = 601
        await replays.answer(("a", "k"), b"1", maker)
        assert maker.made == 2
        for number in range(500):
            await replays.answer(("a", str(number)), b"1", maker)
        assert len(replays) == 100

    apart.run(ask())
