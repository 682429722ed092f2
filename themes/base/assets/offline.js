// Lets the hub's worker keep its next events on this device; without it, pages work as they are.
navigator.serviceWorker?.register(document.currentScript.dataset.worker).catch(() => {});
