// Passkeys. Beside the field for a code a button asks the browser for one, for its form and what
// was read with it; a new one is made when its form is sent. Without this script codes do.
(() => {
  "use strict";
  const known = window.PublicKeyCredential;
  if (!known?.parseRequestOptionsFromJSON || !known.parseCreationOptionsFromJSON) return;

  // What the server says in our own words.
  class Told extends Error {}

  const standing = (form, name) => form.elements.namedItem(name)?.value ?? "";

  // What the server asks of a passkey for this form.
  async function asked(form) {
    const body = new URLSearchParams({
      _csrf: standing(form, "_csrf"),
      address: form.getAttribute("action"),
      digest: standing(form, "digest"),
      ticket: standing(form, "ticket"),
    });
    const answer = await fetch("/passkeys/ask", { method: "POST", body });
    // Whoever is busy answers in plain text.
    const told = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Told(told.detail ?? "");
    return known.parseRequestOptionsFromJSON(told.options);
  }

  async function given(place, said, ask) {
    place.textContent = "";
    try {
      return JSON.stringify(await ask());
    } catch (error) {
      // A browser tells little of why there is no passkey or no answer, and that in its own language.
      place.textContent = error instanceof Told && error.message ? error.message : said;
      return "";
    }
  }

  for (const offer of document.querySelectorAll("[data-passkey]")) {
    const button = offer.querySelector("button");
    const place = offer.querySelector("[role=status]");
    offer.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      const answer = await given(place, offer.dataset.passkey, async () =>
        navigator.credentials.get({ publicKey: await asked(button.form) }));
      button.disabled = false;
      if (!answer) return;
      button.form.elements.namedItem("assertion").value = answer;
      button.form.requestSubmit();
    });
  }

  for (const field of document.querySelectorAll("[data-new-passkey]")) {
    const place = field.parentElement.querySelector("[role=status]");
    field.form.addEventListener("submit", async (event) => {
      if (field.value) return;
      event.preventDefault();
      const publicKey = known.parseCreationOptionsFromJSON(JSON.parse(field.dataset.newPasskey));
      field.value = await given(place, field.dataset.failed, () =>
        navigator.credentials.create({ publicKey }));
      if (field.value) field.form.requestSubmit();
    });
  }
})();
