"""Vectors to a two-level theme set in which every bullet has its place: see `door`."""

from pipeline.cluster.door import Clustering, cluster
from pipeline.cluster.signals import Labels, Vectors, smooth

__all__ = ["Clustering", "Labels", "Vectors", "cluster", "smooth"]
