// The diagram in the browser: see runner/diagram/picture.py for what is drawn without it.
