// Puts a button that copies into the row below each text of a share page. Without it, a click on the text selects it.
"use strict";
const page = document.querySelector("[data-copy]");
for (const text of navigator.clipboard ? page.querySelectorAll(".passage") : []) {
  const button = document.createElement("button");
  const heading = text.closest("section").querySelector("h2");
  const said = document.createElement("span");
  heading.id = heading.id || `${heading.parentElement.id}-title`;
  button.type = "button";
  button.className = "button plain";
  button.textContent = page.dataset.copy;
  button.setAttribute("aria-describedby", heading.id);
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.textContent.trim());
    said.textContent = page.dataset.copied;
  });
  text.nextElementSibling.append(button, " ", said);
}
