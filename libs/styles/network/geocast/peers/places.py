"""Cells and circles by the rule in README.md, with the points of three countries."""
from math import asin, cos, floor, radians, sin, sqrt

points = {"France": (48.86, 2.35), "Channel Islands": (49.19, -2.11), "Japan": (35.68, 139.69)}


def group(point):
    north, east = point
    return f"239.77.4.{1 + floor((north + 90) / 30) * 12 + floor((east + 180) / 30)}"


def km(one, other):
    (north, east), (north2, east2) = [[radians(angle) for angle in point] for point in (one, other)]
    a = sin((north2 - north) / 2) ** 2 + cos(north) * cos(north2) * sin((east2 - east) / 2) ** 2
    return 2 * 6371 * asin(sqrt(a))


def is_in(area, country):
    if "~" not in area:
        return country in area.split("+")
    centre, reach = area.removesuffix("km").split("~")
    centre = points.get(centre) or tuple(map(float, centre.split(",")))
    return km(centre, points[country]) <= float(reach)
