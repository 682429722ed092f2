"""The charter: who decides what, who holds which task until when, and where the money goes."""
