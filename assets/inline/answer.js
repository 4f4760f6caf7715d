/* On German pages: a page of this site that holds this one in a frame is told its matter. So a sheet
   of paper gets the German beside (assets/inline/paper.js), from a folder, too. */
onmessage = event => event.origin == origin && event.source.postMessage(document.querySelector("main").innerHTML, "*");
