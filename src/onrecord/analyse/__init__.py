"""One report at a time: who said what, to whom, when, through whom. A pure function of the report and the tagger."""

from onrecord.analyse.report import analyse_report

__all__ = ["analyse_report"]
