"""The preview: builds a site again when its source changes, shows it in the browser, and tells the browser."""
