"""A very small shop: enough modules, with an import cycle, to watch Krait at work."""
