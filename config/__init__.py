"""How installations differ: typed settings and examples of deployment."""

from config.settings import Settings, SettingsError

__all__ = ["Settings", "SettingsError"]
