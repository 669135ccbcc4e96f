// Keeps the list fresh: the server says that something changed, the page fetches itself again and takes
// over the list and the count. The open message stays untouched.
(() => {
  const localTimes = (root) => {
    for (const time of root.querySelectorAll("time")) {
      const date = new Date(time.dateTime);
      time.textContent = "long" in time.dataset
        ? date.toLocaleString()
        : date.toLocaleTimeString([], { hour12: false });
      time.title = time.dateTime;
    }
  };

  let connected = false;
  const showConnection = () => {
    const live = document.querySelector(".live");
    live.classList.toggle("on", connected);
    live.title = connected ? "Connected: new messages appear by themselves" : "Not connected";
  };

  let running = false;
  let again = false;
  const refresh = async () => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    do {
      again = false;
      try {
        const answer = await fetch(location.href);
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
        for (const id of ["list", "total"]) {
          const part = fresh.getElementById(id);
          localTimes(part);
          document.getElementById(id).innerHTML = part.innerHTML;
        }
      } catch {
        // The stream reconnects by itself and announces the next change.
      }
      showConnection();
      // A burst of messages becomes a few refreshes a second, not one each.
      await new Promise((resume) => setTimeout(resume, 300));
    } while (again);
    running = false;
  };

  localTimes(document);
  const stream = new EventSource("/stream");
  stream.addEventListener("change", refresh);
  stream.addEventListener("open", () => {
    connected = true;
    refresh();
  });
  stream.addEventListener("error", () => {
    connected = false;
    showConnection();
  });
})();
