// SPDX-License-Identifier: GPL-2.0
/* The node of a PHB, and that of a function below it, a PCI test device. */
#include "nodes_parts.h"
#include "nodes_order.h"
#include "ofprops.h"

#define SLOTS		32
#define PINS		4
#define FUNCTIONS	MODEL_FUNCTIONS
#define FUNCTION_INDEX	0x40000000

/* The unit address of PHB 0, and where its windows are. */
#define UNIT_ADDRESS	0x800000020000000ULL
#define IO_WINDOW	0x200000000000ULL
#define MEM_WINDOW	0x200080000000ULL
#define MEM64_WINDOW	0x210000000000ULL
#define IO_SIZE		0x10000ULL
#define MEM_SIZE	0x80000000ULL
#define MEM64_SIZE	0x10000000000ULL
#define DMA_WINDOW	0x80000000
#define DMA_SIZE	0x40000000

/* The interrupt controller, and the PHB's interrupts there, all level-triggered. */
#define INTERRUPTS_PHANDLE	0x1111
#define FIRST_INTERRUPT		0x1200
#define OF_LEVEL		1

/* Spaces of an address, in the upper bits of its first cell. */
#define SPACE_IO	0x01000000
#define SPACE_MEM	0x02000000
#define SPACE_MEM64	0x03000000

static u32 first_function(u32 index)
{
	return FUNCTION_INDEX | model_number_of(index) << 16;
}

static void name_phb(u32 index, char *text)
{
	model_put_hex(stpcpy(text, "pci@"), UNIT_ADDRESS + model_number_of(index));
}

static void order_functions(const struct model_subject *of, u8 *order)
{
	model_order_functions(of->model->phb_changes, of->drc->phb_changes,
			      model_number_of(of->index), order);
}

/* Each stream of a bridge has all its names, and to write them anew would take most of the time. */
static const char *name_of_function(u32 phb, u8 function)
{
	static char names[MODEL_PHBS][FUNCTIONS][sizeof("C4294967295")];
	char *name = names[phb % MODEL_PHBS][function];

	if (!*name)
		sprintf(name, "C%u", phb << 16 | function);
	return name;
}

/* One of the four arrays, with the functions in this order. */
static u16 put_array(const struct model_subject *of, enum drc_array which, const u8 *order,
		     u8 *bytes)
{
	struct bytes array = bytes_in(bytes, MODEL_VALUE_MAX);
	u32 first = first_function(of->index);
	u32 phb = model_number_of(of->index);
	unsigned int i;

	bytes_u32(&array, FUNCTIONS);
	for (i = 0; i < FUNCTIONS; i++)
		drc_array_put(&array, which, first + order[i], name_of_function(phb, order[i]),
			      "28", DRCPROPS_LIVE_INSERTION);
	return array.len;
}

static u16 put_in_order(const struct model_subject *of, enum drc_array which, u8 *bytes)
{
	u8 order[FUNCTIONS];

	order_functions(of, order);
	return put_array(of, which, order, bytes);
}

/* The functions are alike in this array, and their order takes time. */
static u16 put_in_any_order(const struct model_subject *of, enum drc_array which, u8 *bytes)
{
	static const u8 order[FUNCTIONS];

	return put_array(of, which, order, bytes);
}

static u16 make_drc_types(const struct model_subject *of, u8 *bytes)
{
	return put_in_any_order(of, DRCPROPS_TYPES, bytes);
}

static u16 make_drc_names(const struct model_subject *of, u8 *bytes)
{
	return put_in_order(of, DRCPROPS_NAMES, bytes);
}

static u16 make_drc_power_domains(const struct model_subject *of, u8 *bytes)
{
	return put_in_any_order(of, DRCPROPS_POWER_DOMAINS, bytes);
}

static u16 make_drc_indexes(const struct model_subject *of, u8 *bytes)
{
	return put_in_order(of, DRCPROPS_INDEXES, bytes);
}

/* LIOBN, address 0 and the size: all of the first GiB. */
static u16 make_dma_window(const struct model_subject *of, u8 *bytes)
{
	u8 *end = model_put32(bytes, DMA_WINDOW | model_number_of(of->index) << 8);

	end = model_put64(end, 0);
	end = model_put64(end, DMA_SIZE);
	return end - bytes;
}

/* For each pin of each slot: its unit address and number, and its interrupt. */
static u16 make_interrupt_map(const struct model_subject *of, u8 *bytes)
{
	u32 first = FIRST_INTERRUPT + model_number_of(of->index) * PINS;
	unsigned int slot, pin;
	u8 *end = bytes;

	for (slot = 0; slot < SLOTS; slot++)
		for (pin = 0; pin < PINS; pin++) {
			end = model_put32(end, slot << 11);
			end = model_put64(end, 0);
			end = model_put32(end, pin + 1);
			end = model_put32(end, INTERRUPTS_PHANDLE);
			end = model_put32(end, first + (slot + pin) % PINS);
			end = model_put32(end, OF_LEVEL);
		}
	return end - bytes;
}

static u16 make_phb_reg(const struct model_subject *of, u8 *bytes)
{
	model_put64(model_put64(bytes, UNIT_ADDRESS + model_number_of(of->index)), 0);
	return 16;
}

static u8 *put_range(u8 *to, u32 space, u64 child, u64 parent, u64 size)
{
	to = model_put32(to, space);
	to = model_put64(to, child);
	to = model_put64(to, parent);
	return model_put64(to, size);
}

static u16 make_ranges(const struct model_subject *of, u8 *bytes)
{
	u64 number = model_number_of(of->index);
	u64 mem64 = MEM64_WINDOW + number * MEM64_SIZE;
	u8 *end = bytes;

	end = put_range(end, SPACE_IO, 0, IO_WINDOW + number * IO_SIZE, IO_SIZE);
	end = put_range(end, SPACE_MEM, MEM_SIZE, MEM_WINDOW + number * MEM_SIZE,
			MEM_SIZE);
	end = put_range(end, SPACE_MEM64, mem64, mem64, MEM64_SIZE);
	return end - bytes;
}

/* Mask of the interrupt-map: the bits of a unit address and of a pin that count. */
#define INTERRUPT_MAP_MASK						\
	PROPERTY_BYTES(0, 0, 0xf8, 0, 0, 0, 0, 0,			\
		       0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff)

/* Tokens of RTAS: query, create and remove a window; two more: reset them. */
#define DDW_APPLICABLE							\
	PROPERTY_BYTES(0, 0, 0x20, 0x26, 0, 0, 0x20, 0x27, 0, 0, 0x20, 0x28)
#define DDW_EXTENSIONS							\
	PROPERTY_BYTES(0, 0, 0, 2, 0, 0, 0x20, 0x29, 0, 0, 0, 1)

static const struct model_property phb_properties[] = {
	{ "name", PROPERTY_TEXT("pci") },
	{ "ibm,drc-types", .make = make_drc_types },
	{ "ibm,drc-names", .make = make_drc_names },
	{ "ibm,drc-power-domains", .make = make_drc_power_domains },
	{ "ibm,drc-indexes", .make = make_drc_indexes },
	{ "#size-cells", PROPERTY_CELL(2) },
	{ "#address-cells", PROPERTY_CELL(3) },
	{ "qemu,phb-enumerated", PROPERTY_CELL(1) },
	{ "ibm,my-drc-index", .make = model_make_index },
	{ "ibm,dma-window", .make = make_dma_window },
	{ "ibm,#dma-size-cells", PROPERTY_CELL(2) },
	{ "ibm,#dma-address-cells", PROPERTY_CELL(2) },
	{ "interrupt-map", .make = make_interrupt_map },
	{ "interrupt-map-mask", INTERRUPT_MAP_MASK },
	{ "ibm,ddw-extensions", DDW_EXTENSIONS },
	{ "ibm,ddw-applicable", DDW_APPLICABLE },
	{ "ibm,pe-total-#msi", PROPERTY_CELL(0xd00) },
	{ "ibm,pci-config-space-type", PROPERTY_CELL(1) },
	{ "reg", .make = make_phb_reg },
	{ "ranges", .make = make_ranges },
	{ "bus-range", PROPERTY_BYTES(0, 0, 0, 0, 0, 0, 0, 0xff) },
	{ "used-by-rtas", PROPERTY_EMPTY },
	{ "#interrupt-cells", PROPERTY_CELL(1) },
	{ "compatible", PROPERTY_TEXT("IBM,Logical_PHB") },
	{ "device_type", PROPERTY_TEXT("pci") },
};

const struct model_node model_phb_node = NODE_OF(name_phb, phb_properties);

static u32 phb_of(u32 index)
{
	return model_number_of(index) >> 16;
}

static u32 pci_slot_of(u32 index)
{
	return (index >> 3) % SLOTS;
}

static u32 pci_function_of(u32 index)
{
	return index & 7;
}

static void name_function(u32 index, char *text)
{
	text = model_put_hex(stpcpy(text, "legacy-device@"), pci_slot_of(index));
	if (pci_function_of(index))
		model_put_hex(stpcpy(text, ","), pci_function_of(index));
}

/* Address, no place in the parent's space yet, size. */
static u8 *put_region(u8 *to, u32 address, u64 size)
{
	to = model_put32(to, address);
	to = model_put64(to, 0);
	return model_put64(to, size);
}

/* Its configuration space, and two regions at the first two base registers. */
static u16 make_function_reg(const struct model_subject *of, u8 *bytes)
{
	u32 unit = (of->index & 0xff) << 8;
	u8 *end = bytes;

	end = put_region(end, unit, 0);
	end = put_region(end, SPACE_MEM | unit | 0x10, 0x1000);
	end = put_region(end, SPACE_IO | unit | 0x14, 0x100);
	return end - bytes;
}

static u16 make_loc_code(const struct model_subject *of, u8 *bytes)
{
	return sprintf((char *)bytes, "qemu_pci-testdev:%04x:00:%02x.%x",
		       phb_of(of->index), pci_slot_of(of->index), pci_function_of(of->index)) + 1;
}

static const struct model_property function_properties[] = {
	{ "max-latency", PROPERTY_CELL(0) },
	{ "min-grant", PROPERTY_CELL(0) },
	{ "reg", .make = make_function_reg },
	{ "ibm,my-drc-index", .make = model_make_index },
	{ "ibm,loc-code", .make = make_loc_code },
	{ "devsel-speed", PROPERTY_CELL(0) },
	{ "cache-line-size", PROPERTY_CELL(0) },
	{ "subsystem-vendor-id", PROPERTY_CELL(0x1af4) },
	{ "subsystem-id", PROPERTY_CELL(0x1100) },
	{ "class-code", PROPERTY_CELL(0xff00) },
	{ "revision-id", PROPERTY_CELL(0) },
	{ "device-id", PROPERTY_CELL(0x0005) },
	{ "vendor-id", PROPERTY_CELL(0x1b36) },
};

const struct model_node model_function_node =
	NODE_OF(name_function, function_properties);
