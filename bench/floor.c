// What an encrypted echo costs at least: WebSocket frames on epoll in one thread, each payload unmasked, sealed and opened with libsodium
// (the gateway opens one record and seals another), and sent back. Frames, upgrade and sockets are those of a plaintext client, so that the
// load generator's --transport ws drives it. No limits, no deadlines: a yardstick on loopback, not a server.
//   cc -O2 -o floor bench/floor.c libsodium.so && ./floor PORT
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

// libsodium's, declared here so that its headers need not be installed.
extern int sodium_init(void);
extern int crypto_box_easy_afternm(uint8_t *box, const uint8_t *message, unsigned long long length, const uint8_t *nonce, const uint8_t *key);
extern int crypto_box_open_easy_afternm(uint8_t *message, const uint8_t *box, unsigned long long length, const uint8_t *nonce, const uint8_t *key);

enum { TAG_BYTES = 16, NONCE_BYTES = 24, KEY_BYTES = 32, BUFFER_BYTES = 64 * 1024, HEADER_BYTES = 6 };

struct connection {
  int socket;
  int upgraded;
  size_t length;
  uint64_t number;
  uint8_t in[BUFFER_BYTES];
};

static const uint8_t key[KEY_BYTES] = {1};
static uint8_t out[BUFFER_BYTES + BUFFER_BYTES / 2];
static uint8_t box[TAG_BYTES + BUFFER_BYTES];

static uint32_t rotate(uint32_t value, int bits) { return value << bits | value >> (32 - bits); }

// FIPS 180-4, for the one length there is: a key and its suffix are 60 bytes, which with padding and length fill two blocks.
static void sha1(const char *text, size_t length, uint8_t digest[20]) {
  uint32_t h[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  uint8_t padded[128] = {0};
  memcpy(padded, text, length);
  padded[length] = 0x80;
  padded[126] = (uint8_t)(length * 8 >> 8);
  padded[127] = (uint8_t)(length * 8);
  for (const uint8_t *block = padded; block < padded + sizeof padded; block += 64) {
    uint32_t w[80];
    for (int t = 0; t < 16; t++) {
      w[t] = (uint32_t)block[t * 4] << 24 | (uint32_t)block[t * 4 + 1] << 16 | (uint32_t)block[t * 4 + 2] << 8 | block[t * 4 + 3];
    }
    for (int t = 16; t < 80; t++) {
      w[t] = rotate(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
    }
    uint32_t a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
    for (int t = 0; t < 80; t++) {
      uint32_t f = t < 20 ? (b & c) | (~b & d) : t < 40 ? b ^ c ^ d : t < 60 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
      uint32_t k = t < 20 ? 0x5a827999 : t < 40 ? 0x6ed9eba1 : t < 60 ? 0x8f1bbcdc : 0xca62c1d6;
      uint32_t next = rotate(a, 5) + f + e + k + w[t];
      e = d, d = c, c = rotate(b, 30), b = a, a = next;
    }
    h[0] += a, h[1] += b, h[2] += c, h[3] += d, h[4] += e;
  }
  for (int i = 0; i < 20; i++) {
    digest[i] = (uint8_t)(h[i / 4] >> (24 - i % 4 * 8));
  }
}

static void base64(const uint8_t *bytes, size_t length, char *text) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (size_t i = 0; i < length; i += 3) {
    uint32_t group = (uint32_t)bytes[i] << 16 | (i + 1 < length ? (uint32_t)bytes[i + 1] << 8 : 0) | (i + 2 < length ? bytes[i + 2] : 0);
    for (int j = 0; j < 4; j++) {
      *text++ = i + (size_t)j > length ? '=' : digits[group >> (18 - j * 6) & 63];
    }
  }
  *text = 0;
}

static int send_all(int socket, const void *bytes, size_t length) {
  for (const char *next = bytes; length > 0;) {
    ssize_t sent = send(socket, next, length, MSG_NOSIGNAL);
    if (sent <= 0) {
      return -1;
    }
    next += sent;
    length -= (size_t)sent;
  }
  return 0;
}

// RFC 6455, section 4.2.2. Returns 0 when done or more is to be read.
static int upgrade(struct connection *c) {
  uint8_t *end = memmem(c->in, c->length, "\r\n\r\n", 4);
  if (end == NULL) {
    return c->length == sizeof c->in ? -1 : 0;
  }
  *end = 0;
  char *field = strcasestr((char *)c->in, "sec-websocket-key: ");
  if (field == NULL) {
    return -1;
  }
  char accept[61];
  snprintf(accept, sizeof accept, "%.24s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", field + 19);
  uint8_t digest[20];
  sha1(accept, strlen(accept), digest);
  base64(digest, sizeof digest, accept);
  char answer[160];
  int length = snprintf(answer, sizeof answer,
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n", accept);
  size_t rest = c->length - (size_t)(end + 4 - c->in);
  memmove(c->in, end + 4, rest);
  c->length = rest;
  c->upgraded = 1;
  return send_all(c->socket, answer, (size_t)length);
}

// Echoes every whole frame that was read, all with one send. Returns -1 at the end of the connection.
static int echo(struct connection *c) {
  size_t used = 0, written = 0;
  int closing = 0;
  while (!closing) {
    uint8_t *frame = c->in + used;
    size_t left = c->length - used, header = 2, length;
    if (left < HEADER_BYTES) {
      break;
    }
    length = frame[1] & 0x7f;
    if (length == 126) {
      length = (size_t)frame[2] << 8 | frame[3];
      header = 4;
    } else if (length == 127) {
      return -1;
    }
    header += 4;
    if (left < header + length) {
      break;
    }
    uint8_t *mask = frame + header - 4, *payload = frame + header;
    for (size_t i = 0; i < length; i++) {
      payload[i] ^= mask[i & 3];
    }
    closing = (frame[0] & 0x0f) == 8;
    out[written++] = frame[0];
    if (length < 126) {
      out[written++] = (uint8_t)length;
    } else {
      out[written++] = 126;
      out[written++] = (uint8_t)(length >> 8);
      out[written++] = (uint8_t)length;
    }
    uint8_t nonce[NONCE_BYTES] = {0};
    c->number++;
    memcpy(nonce, &c->number, sizeof c->number);
    crypto_box_easy_afternm(box, payload, length, nonce, key);
    if (crypto_box_open_easy_afternm(out + written, box, length + TAG_BYTES, nonce, key) != 0) {
      return -1;
    }
    written += length;
    used += header + length;
  }
  memmove(c->in, c->in + used, c->length - used);
  c->length -= used;
  return written > 0 && send_all(c->socket, out, written) != 0 ? -1 : -closing;
}

static int serve(struct connection *c) {
  ssize_t received = recv(c->socket, c->in + c->length, sizeof c->in - c->length, MSG_DONTWAIT);
  if (received <= 0) {
    return -1;
  }
  c->length += (size_t)received;
  return (c->upgraded || (upgrade(c) == 0 && c->upgraded)) ? echo(c) : 0;
}

int main(int count, char **arguments) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  address.sin_port = htons((uint16_t)(count == 2 ? atoi(arguments[1]) : 0));
  int listener = socket(AF_INET, SOCK_STREAM, 0), poll = epoll_create1(0), yes = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (sodium_init() < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 1024) != 0) {
    perror("floor");
    return 1;
  }
  epoll_ctl(poll, EPOLL_CTL_ADD, listener, &(struct epoll_event){.events = EPOLLIN, .data.ptr = NULL});
  struct epoll_event ready[256];
  for (;;) {
    int events = epoll_wait(poll, ready, 256, -1);
    for (int i = 0; i < events; i++) {
      struct connection *c = ready[i].data.ptr;
      if (c == NULL) {
        c = calloc(1, sizeof *c);
        c->socket = accept(listener, NULL, NULL);
        setsockopt(c->socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        epoll_ctl(poll, EPOLL_CTL_ADD, c->socket, &(struct epoll_event){.events = EPOLLIN, .data.ptr = c});
      } else if (serve(c) != 0) {
        close(c->socket);
        free(c);
      }
    }
  }
}
