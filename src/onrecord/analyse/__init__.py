"""One report at a time: who said what, to whom, when, through whom. A pure function of the report and what ``engine_of`` names."""

from onrecord.analyse.report import analyse_report
from onrecord.analyse.rules import engine_of

__all__ = ["analyse_report", "engine_of"]
