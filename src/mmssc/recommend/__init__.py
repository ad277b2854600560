"""What to do next: steps to a target, what to read for them, and what another model makes plausible."""

from mmssc.recommend.flow import Recommended, recommend

__all__ = ["Recommended", "recommend"]
