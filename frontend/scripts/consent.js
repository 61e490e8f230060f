// Consent at Microsoft in a window of its own. Without this script the link leads there and back in the same window.
// The windows hear of each other through a channel, because ours and Microsoft's pages never share an opener.
const channel = new BroadcastChannel("consent");

if (new URLSearchParams(location.search).has("popup")) {
  channel.postMessage("back");
  window.close();
} else {
  channel.onmessage = () => location.reload();
}

for (const link of document.querySelectorAll("a[data-popup]")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const opened = window.open(`${link.href}?popup=yes`, "_blank", "popup,width=640,height=760");
    if (opened) event.preventDefault();
  });
}
