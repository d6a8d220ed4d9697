"""Attributed figures: numbers with what they count or measure, and who gives them."""

from onrecord.analyse.figures.find import find_figures

__all__ = ["find_figures"]
