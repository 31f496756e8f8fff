"""Diagrams as pictures: reads the BPMN diagram interchange and draws SVG; knows neither engine nor web."""

from processes.diagrams.drawing import Drawing, draw
from processes.diagrams.loops import ways_back
from processes.diagrams.marks import HEAT_CLASSES, Figures, Marks
from processes.diagrams.model import Diagram
from processes.diagrams.parts import Language
from processes.diagrams.path import path_marks
from processes.diagrams.reading import DiagramRefused

__all__ = [
    "HEAT_CLASSES",
    "Diagram",
    "DiagramRefused",
    "Drawing",
    "Figures",
    "Language",
    "Marks",
    "draw",
    "path_marks",
    "ways_back",
]
