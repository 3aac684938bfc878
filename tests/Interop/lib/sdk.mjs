// @azure/web-pubsub-client as npm delivers it, over node-sws instead of a plain WebSocket.
import { WebPubSubClient, WebPubSubJsonReliableProtocol } from '@azure/web-pubsub-client';
import { cut, isOpen, open, SWS } from './reference.mjs';

/** The socket interface that the SDK asks for, over one node-sws client. JSON travels as UTF-8 in binary records. */
class SecureSocket {
  #client;

  constructor(url, secure) {
    this.#client = open(url, secure);
  }

  onopen(listener) {
    this.#client.on('open', () => listener());
  }

  onclose(listener) {
    this.#client.on('close', (code, reason) => listener(code, reason));
  }

  onerror(listener) {
    this.#client.on('error', listener);
  }

  onmessage(listener) {
    this.#client.on('message', (message) => listener(Buffer.from(message).toString('utf8')));
  }

  // Settles at once, as a browser's socket would. If it waited for the write, the SDK would not yet listen to the ack's
  // promise when a cut rejects it, and Node ends a process over a rejection that nobody listens to.
  async send(data) {
    const bytes = typeof data === 'string' ? Buffer.from(data, 'utf8') : Buffer.from(data);
    let failure;
    this.#client.send(bytes, (error) => {
      failure = error;
    });
    if (failure) {
      throw failure instanceof Error ? failure : new Error(String(failure));
    }
  }

  close() {
    this.#client.close();
  }

  isOpen() {
    return isOpen(this.#client);
  }

  cut() {
    cut(this.#client);
  }
}

/** The SDK's client with that socket; `secure` is what `open` takes. */
export class SecureWebPubSubClient extends WebPubSubClient {
  #secure;
  #sockets = [];

  constructor(url, secure = {}, options = {}) {
    const protocol = options.protocol ?? WebPubSubJsonReliableProtocol();
    // A browser cannot name a subprotocol through node-sws; the gateway reads it from the URL.
    const address = new URL(url);
    address.searchParams.set('protocol', protocol.name);
    super(address.toString(), { ...options, protocol });
    // One key pair for all its sockets: a recovery token is worth nothing to another key.
    this.#secure = secure.key ? secure : { ...secure, pair: SWS.keyPair() };
  }

  /** How often the SDK opened a connection so far. */
  get connections() {
    return this.#sockets.length;
  }

  /** Cuts the TCP connection that is in use now. */
  cut() {
    this.#sockets.at(-1).cut();
  }

  // The SDK's own place to say what a socket is.
  _getWebSocketClientFactory() {
    return {
      create: (url) => {
        const socket = new SecureSocket(url, this.#secure);
        this.#sockets.push(socket);
        return socket;
      },
    };
  }
}
