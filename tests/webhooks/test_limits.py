"""How often one address may ask."""

import pytest

from hubkit.webhooks.limits import Buckets, Rate, asking_address, counted_as


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_so_many_at_once_and_one_more_after_a_time() -> None:
    clock = Clock()
    buckets = Buckets(Rate(3, 10), clock)
    assert [buckets.wait("a") for _ in range(5)] == [0, 0, 0, 10, 10]
    clock.now = 4
    assert buckets.wait("a") == 6
    clock.now = 10
    assert [buckets.wait("a") for _ in range(2)] == [0, 10]
    clock.now = 1_000
    assert [buckets.wait("a") for _ in range(4)] == [0, 0, 0, 10]


def test_each_address_has_its_own() -> None:
    buckets = Buckets(Rate(1, 10), Clock())
    assert [buckets.wait(address) for address in "aab"] == [0, 10, 0]


def test_memory_is_bounded() -> None:
    buckets = Buckets(Rate(1, 10), Clock(), most=100)
    for number in range(10_000):
        buckets.wait(str(number))
    assert len(buckets) == 100


@pytest.mark.parametrize(
    ("address", "counted"),
    [("192.0.2.1", "192.0.2.1"), ("::ffff:192.0.2.1", "192.0.2.1"), ("2001:db8:0:1:2:3:4:5", "2001:db8:0:1::/64"),
     ("2001:db8:0:1:ffff::", "2001:db8:0:1::/64"), ("2001:db8:0:2::", "2001:db8:0:2::/64"),
     ("fe80::1%eth0", "fe80::/64"), ("unknown", ""), ("", ""), ("192.0.2.1:80", "")],
)  # fmt: skip
def test_what_one_household_has_counts_as_one(address: str, counted: str) -> None:
    assert counted_as(address) == counted


def test_only_a_trusted_proxy_is_believed_and_only_what_it_saw_itself() -> None:
    told = "203.0.113.9, 198.51.100.7"
    assert asking_address("192.0.2.1", told, trust_proxy=False) == "192.0.2.1"
    assert asking_address("192.0.2.1", told, trust_proxy=True) == "198.51.100.7"
    for nonsense in ("", "unknown", "198.51.100.7, _hidden"):
        assert asking_address("192.0.2.1", nonsense, trust_proxy=True) == "192.0.2.1"
