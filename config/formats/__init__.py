"""How dates stand in Django's own lists and forms: ISO, as everywhere on the desk. One folder for each language."""
