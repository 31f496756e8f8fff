"""The story of one instance for one actor: what happened, how it stood at any moment, why it was decided so.

Read from history events and stored forms alone: never from the engine's state, which tells only how things are now.
"""

from services.readings.story.events import Moment, events_of, moments_of, newest_moment
from services.readings.story.replay import Held, Then, replay, version_after

__all__ = ["Held", "Moment", "Then", "events_of", "moments_of", "newest_moment", "replay", "version_after"]
