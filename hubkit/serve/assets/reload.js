// Keeps a page of the preview up to date. Hidden pages let go of their connection: a browser has only six for a server.
"use strict";
(() => {
  const own = document.currentScript.dataset;
  let stream, box;
  let told = "";

  const act = {
    reload() {
      stop();
      location.reload();
    },
    style([state, sheets]) {
      own.state = state;
      for (const link of document.querySelectorAll('link[rel~="stylesheet"]')) {
        for (const [old, now] of sheets) {
          if (link.href.endsWith("/" + old)) link.href = link.href.slice(0, -old.length) + now;
        }
      }
    },
    mistakes(html) {
      if (html === told) return; // a box that was closed stays closed
      told = html;
      box?.remove();
      if (!html) return;
      box = document.createElement("hubkit-mistakes");
      const root = box.attachShadow({ mode: "open" });
      root.innerHTML = `<link rel="stylesheet" href="/_hubkit/mistakes.css"><dialog lang="en" dir="ltr" aria-label="Mistakes" autofocus>${html}
        <form method="dialog"><button>Show the last good page</button></form></dialog>`;
      document.body.append(box);
      root.querySelector("dialog").showModal();
    },
  };

  function start() {
    if (stream || document.hidden) return;
    stream = new EventSource("/_hubkit/news?" + new URLSearchParams({ page: own.page, state: own.state }));
    for (const [name, does] of Object.entries(act)) {
      stream.addEventListener(name, (event) => does(JSON.parse(event.data)));
    }
    // A server that refuses or is gone for long ends the stream for good; look again when the page is.
    stream.onerror = () => stream?.readyState === EventSource.CLOSED && stop();
  }

  function stop() {
    stream?.close();
    stream = undefined;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : start()));
  addEventListener("pagehide", stop);
  addEventListener("pageshow", start);
  start();
})();
