// SPDX-License-Identifier: GPL-2.0
/* pdrd: the command line, signals and the life of the daemon. */

#include <err.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <stdnoreturn.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "relay.h"
#include "util.h"

#define EXIT_USAGE	2

static const char usage[] =
	"usage: pdrd [--socket PATH] [--no-stdout] | --help | --version\n";

static const char help[] =
	"\n"
	"Relay what the pseries_dr module does, one line of JSON for each event,\n"
	"to standard output and to every client of a socket.\n"
	"\n"
	"  -s, --socket PATH  socket for clients (" PDRD_SOCKET_PATH ")\n"
	"  -n, --no-stdout    nothing to standard output\n"
	"  -h, --help         print this and exit\n"
	"  -V, --version      print the version and exit\n";

/**
 * struct options - command line
 * @path: file of the socket
 * @use_stdout: write to standard output, too
 */
struct options {
	const char *path;
	bool use_stdout;
};

static noreturn void refuse_usage(void)
{
	fputs(usage, stderr);
	exit(EXIT_USAGE);
}

static noreturn void print(const char *head, const char *text)
{
	printf("%s%s", head, text);
	exit(fflush(stdout) ? EXIT_FAILURE : EXIT_SUCCESS);
}

static struct options parse_options(int argc, char **argv)
{
	static const struct option option[] = {
		{ "socket", required_argument, NULL, 's' },
		{ "no-stdout", no_argument, NULL, 'n' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	struct options options = {
		.path = PDRD_SOCKET_PATH,
		.use_stdout = true,
	};
	int c;

	while ((c = getopt_long(argc, argv, "s:nhV", option, NULL)) != -1) {
		if (c == 's')
			options.path = optarg;
		else if (c == 'n')
			options.use_stdout = false;
		else if (c == 'h')
			print(usage, help);
		else if (c == 'V')
			print("pdrd " PDR_VERSION, "\n");
		else
			refuse_usage();
	}
	if (optind < argc || !*options.path) {
		warnx("%s", optind < argc ? "there are no arguments" :
					    "the path of the socket is empty");
		refuse_usage();
	}
	return options;
}

/**
 * struct end - how the process is told to end, or to look again
 * @watch: of the signals
 * @loop: to be left then
 * @relay: looks again with SIGHUP
 */
struct end {
	struct pdrd_watch watch;
	struct pdrd_loop *loop;
	struct pdrd_relay *relay;
};

static void end_ready(struct pdrd_watch *watch, uint32_t events)
{
	struct end *end = container_of(watch, struct end, watch);
	struct signalfd_siginfo info;

	(void)events;
	while (read(watch->fd, &info, sizeof(info)) == sizeof(info)) {
		if (info.ssi_signo == SIGHUP)
			pdrd_relay_refresh(end->relay);
		else
			pdrd_loop_stop(end->loop, EXIT_SUCCESS);
	}
}

static int watch_signals(struct end *end, struct pdrd_loop *loop)
{
	sigset_t set;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);

	end->loop = loop;
	end->watch.ready = end_ready;
	end->watch.fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (end->watch.fd < 0)
		return -1;
	return pdrd_loop_add(loop, &end->watch, EPOLLIN);
}

int main(int argc, char **argv)
{
	static struct pdrd_relay relay;
	struct options options = parse_options(argc, argv);
	struct pdrd_timer timer;
	struct pdrd_loop loop;
	struct end end = { .relay = &relay };
	int status;

	dr_guard_streams();
	if (pdrd_loop_open(&loop) || watch_signals(&end, &loop))
		err(EXIT_FAILURE, "cannot wait for events");
	if (pdrd_relay_open(&relay, &loop, options.path, options.use_stdout))
		return EXIT_FAILURE;

	timer = pdrd_relay_timer(&relay);
	status = pdrd_loop_run(&loop, &timer);

	pdrd_relay_close(&relay);
	close(end.watch.fd);
	pdrd_loop_close(&loop);
	return status;
}
