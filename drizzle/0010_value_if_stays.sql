ALTER TABLE "contributions" ALTER COLUMN "balance" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "customer_values" ALTER COLUMN "contribution12m" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "customer_values" ALTER COLUMN "balance" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "customer_values" ADD COLUMN "value_if_stays" double precision;--> statement-breakpoint
ALTER TABLE "surveys" ADD COLUMN "scale_min" double precision;