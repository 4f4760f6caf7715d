/* Behind app.js within each page that can be read aloud. The button shows only where the phone
   itself has a voice: others send the text away. What it does is in assets/act.js. */
const speech = self.speechSynthesis;
if (speech) (speech.onvoiceschanged = () => page.querySelector("[data-do=read]").disabled =
  !speech.getVoices().some(({localService, lang}) =>
    localService && lang.startsWith(page.documentElement.lang)))();
