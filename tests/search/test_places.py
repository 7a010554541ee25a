"""Places are read from datelines and regions, and from nothing that only looks like one."""

from __future__ import annotations

import pytest

from search.places import codes_of_dateline, codes_of_region


@pytest.mark.parametrize(
    ("dateline", "codes"),
    [
        ("新华社北京9月30日电", (11,)),
        ("新华社南昌9月30日电（记者 某某）", (36, 3601)),
        ("中新社香港12月1日电", (81,)),
        ("（中央社記者王小明台北15日電）", (71, 7101)),
        ("【本报昆明讯】", (53, 5301)),
        ("新华社内蒙古和林格尔县8月2日电", (15, 1501, 150123)),
        ("新华社吉林9月30日电", (22,)),
        ("新华社华盛顿9月30日电", ()),
        ("新华社电", ()),
        ("记者江西报道", ()),
        ("本报讯", ()),
        ("", ()),
    ],
)
def test_the_place_of_a_dateline_stands_before_its_day(dateline: str, codes: tuple[int, ...]) -> None:
    assert codes_of_dateline(dateline) == codes


@pytest.mark.parametrize(
    ("region", "codes"),
    [
        ("江西省南昌市南昌县", (36, 3601, 360121)),
        ("北京市", (11,)),
        ("北京市海淀区", (11, 110108)),
        ("江西省南昌", ()),
        ("美国", ()),
        ("", ()),
    ],
)
def test_a_region_is_the_way_down_in_full_names(region: str, codes: tuple[int, ...]) -> None:
    assert codes_of_region(region) == codes
