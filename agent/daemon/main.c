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

#include "notify.h"
#include "relay.h"
#include "rights.h"
#include "scrape.h"
#include "util.h"

#define EXIT_USAGE	2

static const char usage[] =
	"usage: pdrd [--socket PATH] [--no-stdout] [--history FILE] [--keep-days N]\n"
	"            [--keep-size MIB] [--no-history] [--journal]\n"
	"            [--metrics FILE] [--metrics-listen ADDRESS:PORT]\n"
	"            [--hooks FOLDER] [--hook-seconds N]\n"
	"            [--why PATH | --no-why]\n"
	"       pdrd --help | --version\n";

static const char help[] =
	"\n"
	"Relay the events of the pseries_dr module, one line of JSON for each,\n"
	"to standard output and to every client of a socket, and keep it in a file.\n"
	"\n"
	"  -s, --socket PATH    socket for clients (" PDRD_SOCKET_PATH ")\n"
	"  -n, --no-stdout      nothing to standard output\n"
	"      --history FILE   history (" DR_STORE_PATH ")\n"
	"      --keep-days N    forget events older than N days (365; 0: never)\n"
	"      --keep-size MIB  keep at most so many MiB (64; 0: no limit)\n"
	"      --no-history     keep nothing\n"
	"      --journal        tell systemd's journal how jobs end\n"
	"      --metrics FILE   write counters to FILE, for node_exporter\n"
	"      --metrics-listen ADDRESS:PORT\n"
	"                       serve them by HTTP on a loopback address\n"
	"      --hooks FOLDER   start the programs in FOLDER/KIND at events of a kind\n"
	"      --hook-seconds N such a program may take so long (30)\n"
	"      --why PATH       program or socket that tells who holds memory\n"
	"                       (" PDRD_WHY_PATH ")\n"
	"      --no-why         do not ask who holds memory that would not go\n"
	"  -h, --help           print this and exit\n"
	"  -V, --version        print the version and exit\n";

/* Options without a letter */
enum {
	OPTION_HISTORY = 256,
	OPTION_NO_HISTORY,
	OPTION_KEEP_DAYS,
	OPTION_KEEP_SIZE,
	OPTION_JOURNAL,
	OPTION_METRICS,
	OPTION_METRICS_LISTEN,
	OPTION_HOOKS,
	OPTION_HOOK_SECONDS,
	OPTION_WHY,
	OPTION_NO_WHY,
};

/* A hundred years, and a tebibyte in MiB */
#define DAYS_MAX	36500
#define MIB_MAX		(1024 * 1024)

/* A day */
#define HOOK_SECONDS_MAX	86400

/**
 * struct options - command line
 * @path: file of the socket
 * @use_stdout: write to standard output, too
 * @history: file of the history, NULL for none
 * @keep: how much is kept there
 * @journal: tell systemd's journal
 * @why: program or socket that tells who holds memory, NULL for none
 * @metrics: file of the counters, NULL for none
 * @listen: serve the counters at @address
 * @address: address of the server
 * @hooks: folder of programs that events start, NULL for none
 * @hook_seconds: how long one may take
 */
struct options {
	const char *path;
	bool use_stdout;
	const char *history;
	struct pdrd_keep keep;
	bool journal;
	const char *why;
	const char *metrics;
	bool listen;
	struct pdrd_address address;
	const char *hooks;
	unsigned int hook_seconds;
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

static unsigned long take_number(const char *name, unsigned long max)
{
	unsigned long number = strtoul(optarg, NULL, 10);

	if (*optarg && strspn(optarg, "0123456789") == strlen(optarg) && number <= max)
		return number;
	warnx("'%s', the value of --%s, is not a number up to %lu", optarg, name, max);
	refuse_usage();
}

static void take_address(struct options *options)
{
	const char *wrong = pdrd_scrape_parse(optarg, &options->address);

	options->listen = true;
	if (!wrong)
		return;
	warnx("'%s', the value of --metrics-listen, %s", optarg, wrong);
	refuse_usage();
}

static void take_pdrd_option(struct options *options, int letter)
{
	if (letter == 's')
		options->path = optarg;
	else if (letter == 'n')
		options->use_stdout = false;
	else if (letter == OPTION_HISTORY)
		options->history = optarg;
	else if (letter == OPTION_NO_HISTORY)
		options->history = NULL;
	else if (letter == OPTION_KEEP_DAYS)
		options->keep.days = take_number("keep-days", DAYS_MAX);
	else if (letter == OPTION_KEEP_SIZE)
		options->keep.size = take_number("keep-size", MIB_MAX) << 20;
	else if (letter == OPTION_JOURNAL)
		options->journal = true;
	else if (letter == OPTION_WHY)
		options->why = optarg;
	else if (letter == OPTION_NO_WHY)
		options->why = NULL;
	else if (letter == OPTION_METRICS)
		options->metrics = optarg;
	else if (letter == OPTION_METRICS_LISTEN)
		take_address(options);
	else if (letter == OPTION_HOOKS)
		options->hooks = optarg;
	else if (letter == OPTION_HOOK_SECONDS)
		options->hook_seconds = take_number("hook-seconds", HOOK_SECONDS_MAX);
	else if (letter == 'h')
		print(usage, help);
	else if (letter == 'V')
		print("pdrd " PDR_VERSION, "\n");
	else
		refuse_usage();
}

static void check_options(const struct options *options, bool operands)
{
	const char *wrong = NULL;

	if (operands)
		wrong = "pdrd takes options alone";
	else if (!*options->path)
		wrong = "the path of the socket is empty";
	else if (options->history && !*options->history)
		wrong = "the path of the history is empty";
	else if (options->why && !*options->why)
		wrong = "the path of the program that tells who holds memory is empty";
	else if (options->metrics && !*options->metrics)
		wrong = "the path of the metrics is empty";
	else if (options->hooks && *options->hooks != '/')
		wrong = "the folder of the hooks is no path from the root on";
	else if (!options->hook_seconds)
		wrong = "a hook needs at least a second";
	if (!wrong)
		return;
	warnx("%s", wrong);
	refuse_usage();
}

static struct options parse_options(int argc, char **argv)
{
	static const struct option option[] = {
		{ "socket", required_argument, NULL, 's' },
		{ "no-stdout", no_argument, NULL, 'n' },
		{ "history", required_argument, NULL, OPTION_HISTORY },
		{ "no-history", no_argument, NULL, OPTION_NO_HISTORY },
		{ "keep-days", required_argument, NULL, OPTION_KEEP_DAYS },
		{ "keep-size", required_argument, NULL, OPTION_KEEP_SIZE },
		{ "journal", no_argument, NULL, OPTION_JOURNAL },
		{ "why", required_argument, NULL, OPTION_WHY },
		{ "no-why", no_argument, NULL, OPTION_NO_WHY },
		{ "metrics", required_argument, NULL, OPTION_METRICS },
		{ "metrics-listen", required_argument, NULL, OPTION_METRICS_LISTEN },
		{ "hooks", required_argument, NULL, OPTION_HOOKS },
		{ "hook-seconds", required_argument, NULL, OPTION_HOOK_SECONDS },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	struct options options = {
		.path = PDRD_SOCKET_PATH,
		.use_stdout = true,
		.history = DR_STORE_PATH,
		/* Whoever did not install it does not miss it */
		.why = access(PDRD_WHY_PATH, X_OK) ? NULL : PDRD_WHY_PATH,
		.keep = { PDRD_KEEP_DAYS, PDRD_KEEP_SIZE },
		.hook_seconds = PDRD_HOOK_S,
	};
	int c;

	while ((c = getopt_long(argc, argv, "s:nhV", option, NULL)) != -1)
		take_pdrd_option(&options, c);
	check_options(&options, optind < argc);
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

static void reload(struct pdrd_relay *relay)
{
	pdrd_notify_reloading();
	if (relay->hooks)
		pdrd_hooks_read(relay->hooks);
	pdrd_relay_refresh(relay);
	pdrd_notify_ready();
}

static void end_ready(struct pdrd_watch *watch, uint32_t events)
{
	struct end *end = container_of(watch, struct end, watch);
	struct signalfd_siginfo info;

	(void)events;
	while (read(watch->fd, &info, sizeof(info)) == sizeof(info)) {
		if (info.ssi_signo == SIGHUP)
			reload(end->relay);
		else
			pdrd_loop_stop(end->loop, EXIT_SUCCESS);
	}
}

static int watch_signals(struct end *end, struct pdrd_loop *loop)
{
	sigset_t set;

	signal(SIGPIPE, SIG_IGN);
	/* A history that may not grow is a history that cannot be written */
	signal(SIGXFSZ, SIG_IGN);
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

static void open_metrics(struct pdrd_relay *relay, struct pdrd_loop *loop,
			 const struct options *options)
{
	static struct pdrd_metrics metrics;
	static struct pdrd_promfile file;
	int ret;

	if (!options->metrics && !options->listen)
		return;
	pdrd_metrics_open(&metrics);
	relay->metrics = &metrics;
	if (!options->metrics)
		return;
	ret = pdrd_promfile_open(&file, loop, &metrics, options->metrics);
	if (ret)
		errx(EXIT_FAILURE, "cannot write metrics: %s", strerror(-ret));
	relay->promfile = &file;
}

/* Not before the socket is ours: another pdrd may write the same file */
static struct pdrd_scrape *show_metrics(struct pdrd_relay *relay, struct pdrd_loop *loop,
					const struct options *options)
{
	static struct pdrd_scrape scrape;
	int ret;

	if (relay->promfile)
		pdrd_promfile_show(relay->promfile);
	if (!options->listen)
		return NULL;
	ret = pdrd_scrape_open(&scrape, loop, relay->metrics, &options->address);
	if (!ret)
		return &scrape;
	warnx("metrics are not served: %s", strerror(-ret));
	return NULL;
}

static void close_metrics(struct pdrd_relay *relay, struct pdrd_loop *loop,
			  struct pdrd_scrape *scrape)
{
	if (scrape)
		pdrd_scrape_close(scrape);
	if (!relay->metrics)
		return;
	pdrd_metrics_end(relay->metrics);
	if (relay->promfile)
		pdrd_promfile_close(relay->promfile, loop);
	pdrd_metrics_close(relay->metrics);
}

static void open_hooks(struct pdrd_relay *relay, struct pdrd_loop *loop,
		       const struct options *options)
{
	static struct pdrd_hooks hooks;
	int ret;

	if (!options->hooks)
		return;
	hooks.folder = options->hooks;
	hooks.deadline = options->hook_seconds;
	hooks.journal = options->journal;
	ret = pdrd_hooks_open(&hooks, loop);
	if (ret)
		errx(EXIT_FAILURE, "cannot start hooks: %s", strerror(-ret));
	relay->hooks = &hooks;
}

int main(int argc, char **argv)
{
	static struct pdrd_history history;
	static struct pdrd_relay relay;
	struct options options = parse_options(argc, argv);
	struct pdrd_scrape *scrape;
	struct pdrd_notify notify;
	struct pdrd_timer timer;
	struct pdrd_loop loop;
	struct end end = { .relay = &relay };
	int status;

	dr_guard_streams();
	dr_rights_lower();
	if (pdrd_loop_open(&loop) || watch_signals(&end, &loop) ||
	    pdrd_notify_open(&notify, &loop))
		err(EXIT_FAILURE, "cannot wait for events");
	history.path = options.history;
	history.keep = options.keep;
	relay.journal = options.journal;
	relay.why = options.why;
	open_metrics(&relay, &loop, &options);
	open_hooks(&relay, &loop, &options);
	if (pdrd_relay_open(&relay, &loop, options.path, options.use_stdout,
			    options.history ? &history : NULL))
		return EXIT_FAILURE;
	scrape = show_metrics(&relay, &loop, &options);

	pdrd_notify_ready();
	timer = pdrd_relay_timer(&relay);
	status = pdrd_loop_run(&loop, &timer);

	pdrd_notify_close(&notify, &loop);
	pdrd_relay_close(&relay);
	close_metrics(&relay, &loop, scrape);
	if (relay.hooks)
		pdrd_hooks_close(relay.hooks);
	close(end.watch.fd);
	pdrd_loop_close(&loop);
	return status;
}
