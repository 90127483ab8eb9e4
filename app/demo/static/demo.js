// The page works without this file; it only empties the field that was sent and shows the newest message.
"use strict";

const busy = new Set();

document.addEventListener("htmx:before:request", (event) => {
  const form = event.target.closest("form");
  if (form) form.setAttribute("aria-busy", "true");
});

document.addEventListener("htmx:finally:request", (event) => {
  const form = event.target.closest("form");
  if (!form) return;
  form.removeAttribute("aria-busy");
  const field = form.querySelector("input[name=text]");
  if (field && event.detail?.ctx?.response?.raw?.ok !== false) field.value = "";
});
